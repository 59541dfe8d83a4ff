CREATE TABLE audit.events (id bigint PRIMARY KEY);
CREATE SCHEMA reports;
ALTER TABLE audit.log ADD COLUMN note text;
TRUNCATE audit.log;
