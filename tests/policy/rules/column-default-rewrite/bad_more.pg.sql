ALTER TABLE users ADD COLUMN token uuid DEFAULT gen_random_uuid();
ALTER TABLE users ADD COLUMN seen timestamptz NOT NULL DEFAULT coalesce(clock_timestamp(), now());
ALTER TABLE users ADD COLUMN number bigint DEFAULT nextval('numbers');
ALTER TABLE users ADD COLUMN tenant text DEFAULT app.current_tenant();
