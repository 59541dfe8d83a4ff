CREATE TEMP VIEW users AS SELECT 1 AS id, '' AS email;
CREATE TABLE new_users (id INTEGER PRIMARY KEY, email TEXT);
INSERT INTO new_users (id, email) SELECT id, email FROM users;
DROP TABLE main.users;
ALTER TABLE new_users RENAME TO users;
