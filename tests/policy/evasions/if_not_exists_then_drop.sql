CREATE TABLE IF NOT EXISTS users (id integer);
DROP TABLE users;
