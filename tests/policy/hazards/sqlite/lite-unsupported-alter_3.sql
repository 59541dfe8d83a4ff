-- expect: lite-unsupported-alter
ALTER TABLE orders ADD COLUMN code TEXT UNIQUE;
