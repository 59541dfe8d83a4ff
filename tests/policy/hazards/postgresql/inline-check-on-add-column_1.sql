-- expect: inline-check-on-add-column
ALTER TABLE orders ADD COLUMN n integer CHECK (n > 0);
