-- expect: add-check-validating
ALTER TABLE orders ADD CONSTRAINT c CHECK (total > 0);
