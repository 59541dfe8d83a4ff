ALTER TABLE orders ADD COLUMN settings jsonb NOT NULL DEFAULT '{}'::jsonb;
