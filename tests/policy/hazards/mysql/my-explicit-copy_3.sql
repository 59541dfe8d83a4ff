-- expect: my-explicit-copy
CREATE INDEX i ON orders (a) ALGORITHM = COPY;
