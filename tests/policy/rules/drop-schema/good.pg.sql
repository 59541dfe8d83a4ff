CREATE SCHEMA reports;
DROP SCHEMA reports;
