-- expect: lite-unsupported-alter
ALTER TABLE orders ADD COLUMN id INTEGER PRIMARY KEY;
