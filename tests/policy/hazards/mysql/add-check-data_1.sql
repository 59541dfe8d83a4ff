-- expect: add-check-data
ALTER TABLE orders ADD CONSTRAINT c CHECK (total > 0);
