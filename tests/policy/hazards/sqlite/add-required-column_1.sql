-- expect: add-required-column
ALTER TABLE orders ADD COLUMN code TEXT NOT NULL;
