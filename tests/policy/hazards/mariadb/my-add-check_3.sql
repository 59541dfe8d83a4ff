-- expect: my-add-check
ALTER TABLE orders ADD COLUMN x INT, ADD CONSTRAINT d CHECK (total > 0);
