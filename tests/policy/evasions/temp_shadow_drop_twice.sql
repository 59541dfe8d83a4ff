CREATE TEMP TABLE users (id integer);
DROP TABLE users;
DROP TABLE users;
