-- expect: dynamic-or-opaque
CREATE TABLE t (id INTEGER PRIMARY KEY;
