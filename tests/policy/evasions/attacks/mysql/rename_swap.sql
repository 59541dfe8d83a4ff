CREATE TABLE new_users (id INT);
RENAME TABLE users TO old_users, new_users TO users;
DROP TABLE old_users;
