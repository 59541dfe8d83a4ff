CREATE TABLE new_users (id INT);
RENAME TABLE new_users TO x, users TO new_users;
DROP TABLE new_users;
