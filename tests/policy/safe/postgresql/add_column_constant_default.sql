ALTER TABLE orders ADD COLUMN retries integer DEFAULT 0;
