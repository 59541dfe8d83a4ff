-- expect: add-required-column
ALTER TABLE orders ADD COLUMN IF NOT EXISTS code text CHECK (code <> '') NOT NULL;
