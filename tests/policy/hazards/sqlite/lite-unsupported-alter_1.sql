-- expect: lite-unsupported-alter
ALTER TABLE orders ALTER COLUMN note TYPE TEXT;
