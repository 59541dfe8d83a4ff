CREATE TABLE users (id int);
ALTER ROLE CURRENT_USER SET search_path = other;
DELETE FROM users;
