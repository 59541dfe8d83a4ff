-- expect: my-explicit-copy
ALTER TABLE orders ADD COLUMN x INT, ALGORITHM=COPY;
