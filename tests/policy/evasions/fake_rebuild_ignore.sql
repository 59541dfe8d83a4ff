CREATE TABLE new_users (id integer UNIQUE);
INSERT OR IGNORE INTO new_users (id) SELECT 1 FROM users;
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;
