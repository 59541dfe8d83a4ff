ALTER TABLE users ALTER COLUMN id TYPE bigint;
ALTER TABLE users ALTER COLUMN name TYPE varchar(10);
ALTER TABLE users ALTER COLUMN balance TYPE numeric(12,3);
ALTER TABLE users ALTER COLUMN seen TYPE timestamptz;
ALTER TABLE users ALTER COLUMN born TYPE timestamp(0);
ALTER TABLE users ALTER COLUMN code TYPE char(9);
