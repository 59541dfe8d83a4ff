-- expect: lite-add-references-default
ALTER TABLE main.orders ADD COLUMN store TEXT DEFAULT 'a' REFERENCES stores (code) ON DELETE CASCADE;
