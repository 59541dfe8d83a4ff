-- expect: add-required-column
ALTER TABLE orders ADD COLUMN code text NOT NULL DEFAULT NULL;
