-- migrate:up
ALTER TABLE jobs ADD COLUMN unique_key text;
ALTER TABLE jobs ADD CONSTRAINT jobs_unique_key UNIQUE (unique_key);
ALTER TABLE jobs ALTER COLUMN attempts TYPE integer;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX jobs_payload_gin ON jobs USING gin (payload jsonb_path_ops);

-- migrate:down
ALTER TABLE jobs DROP COLUMN unique_key;
