-- expect: add-check-data
ALTER TABLE orders ADD COLUMN x INT, ADD CONSTRAINT CHECK (total > 0);
