CREATE TABLE new_users (id int);
ALTER TABLE users RENAME TO old_users;
ALTER TABLE new_users RENAME TO users;
DROP TABLE old_users;
