-- expect: lite-unsupported-alter
ALTER TABLE orders ADD COLUMN at TEXT DEFAULT CURRENT_TIMESTAMP;
