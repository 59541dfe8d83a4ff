-- expect: type-change-compat
ALTER TABLE orders MODIFY COLUMN total DECIMAL(12,4) NULL;
