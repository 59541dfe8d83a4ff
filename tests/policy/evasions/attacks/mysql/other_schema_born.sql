CREATE TABLE other.users (id INT);
DELETE FROM users;
