-- expect: lite-unsupported-alter
ALTER TABLE orders ADD CONSTRAINT c CHECK (total > 0);
