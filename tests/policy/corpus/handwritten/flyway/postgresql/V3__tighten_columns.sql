UPDATE stock_item SET counted_at = now() WHERE counted_at IS NULL;
ALTER TABLE stock_item ALTER COLUMN counted_at SET NOT NULL;
ALTER TABLE supplier ALTER COLUMN name TYPE TEXT;
ALTER TABLE supplier ADD CONSTRAINT supplier_email_unique UNIQUE (email);
ALTER TABLE bin RENAME COLUMN label TO shelf_label;
