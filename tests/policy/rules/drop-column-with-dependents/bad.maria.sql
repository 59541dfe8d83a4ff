CREATE VIEW people AS SELECT id, name FROM users;
ALTER TABLE users DROP COLUMN name;
