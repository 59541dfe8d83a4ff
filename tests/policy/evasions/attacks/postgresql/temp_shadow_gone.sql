CREATE TEMP TABLE users (id int);
DROP TABLE users;
DROP TABLE users;
