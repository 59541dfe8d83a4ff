-- expect: add-required-column
ALTER TABLE orders ADD COLUMN code bigint PRIMARY KEY;
