DROP TABLE users;
CREATE TABLE users (id int);
DELETE FROM users;
