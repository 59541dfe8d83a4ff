-- expect: my-add-check
ALTER TABLE orders ADD CONSTRAINT c CHECK (total > 0);
