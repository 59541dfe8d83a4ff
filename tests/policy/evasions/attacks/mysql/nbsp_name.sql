CREATE TABLE users  (id INT);
DROP TABLE users;