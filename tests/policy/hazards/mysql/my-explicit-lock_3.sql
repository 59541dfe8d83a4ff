-- expect: my-explicit-lock
CREATE INDEX i ON orders (a) LOCK = SHARED;
