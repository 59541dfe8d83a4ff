CREATE TABLE notes (id bigint PRIMARY KEY);
CREATE INDEX users_name ON users (name);
SET lock_timeout = '2s';
ALTER TABLE users ADD COLUMN nickname text;
