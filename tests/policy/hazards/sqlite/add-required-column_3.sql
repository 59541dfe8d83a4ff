-- expect: add-required-column
ALTER TABLE main.orders ADD COLUMN code TEXT NOT NULL DEFAULT NULL;
