CREATE TABLE users (id int);
SET LOCAL search_path = other;
DELETE FROM users;
