CREATE TABLE users (id INT);
USE other;
DROP TABLE users;
