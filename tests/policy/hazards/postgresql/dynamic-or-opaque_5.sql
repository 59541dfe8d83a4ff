-- expect: dynamic-or-opaque
CREATE TABL orders (id bigint);
