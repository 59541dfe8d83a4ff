-- expect: duplicate-column
CREATE INDEX i ON orders (a, a);
