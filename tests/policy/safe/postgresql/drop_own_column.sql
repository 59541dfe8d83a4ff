CREATE TABLE drafts (id bigint PRIMARY KEY, body text, scratch integer);
ALTER TABLE drafts DROP COLUMN scratch;
ALTER TABLE drafts ALTER COLUMN body TYPE varchar(500);
