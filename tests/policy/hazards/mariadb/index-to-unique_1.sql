-- expect: index-to-unique
ALTER TABLE users DROP INDEX email, ADD UNIQUE INDEX email (email);
