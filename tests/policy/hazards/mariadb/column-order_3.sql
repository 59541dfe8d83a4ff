-- expect: column-order
ALTER TABLE orders ADD COLUMN x INT FIRST;
