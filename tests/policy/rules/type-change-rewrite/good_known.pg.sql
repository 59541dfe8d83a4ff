SET TIME ZONE 'UTC';
ALTER TABLE users ALTER COLUMN name TYPE varchar(40);
ALTER TABLE users ALTER COLUMN name TYPE text;
ALTER TABLE users ALTER COLUMN name TYPE varchar USING name::varchar;
ALTER TABLE users ALTER COLUMN balance TYPE numeric(12,2);
ALTER TABLE users ALTER COLUMN balance TYPE numeric;
ALTER TABLE users ALTER COLUMN address TYPE inet;
ALTER TABLE users ALTER COLUMN born TYPE timestamp;
ALTER TABLE users ALTER COLUMN born TYPE timestamptz;
