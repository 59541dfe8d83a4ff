-- expect: inline-check-on-add-column
ALTER TABLE orders ADD COLUMN x text, ADD COLUMN IF NOT EXISTS n integer NOT NULL DEFAULT 3 CHECK (n BETWEEN 1 AND 5);
