CREATE TABLE sources (id bigint PRIMARY KEY);
ALTER TABLE sources ADD COLUMN name text;
ALTER TABLE labels ADD COLUMN name text;
ALTER TABLE archive.events ADD COLUMN name text;
