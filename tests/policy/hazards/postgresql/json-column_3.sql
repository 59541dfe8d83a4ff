-- expect: json-column
ALTER TABLE orders ADD COLUMN x text, ADD COLUMN IF NOT EXISTS data json NOT NULL DEFAULT '{}';
