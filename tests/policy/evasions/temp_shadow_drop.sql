CREATE TEMP TABLE users (id integer);
DROP TABLE main.users;
