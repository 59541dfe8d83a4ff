-- expect: add-required-column-implicit-zero
ALTER TABLE orders ADD COLUMN code INT NOT NULL;
