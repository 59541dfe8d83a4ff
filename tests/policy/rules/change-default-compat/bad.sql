CREATE TABLE new_users (id integer PRIMARY KEY, plan text DEFAULT 'paid', note text);
INSERT INTO new_users (id, plan, note) SELECT id, plan, note FROM users;
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;
