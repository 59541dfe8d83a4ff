-- expect: lite-add-references-default
ALTER TABLE orders ADD COLUMN store_id INTEGER NOT NULL DEFAULT 1 REFERENCES stores (id);
