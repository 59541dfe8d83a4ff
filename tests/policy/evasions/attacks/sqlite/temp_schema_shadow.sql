CREATE TABLE temp.users (id INTEGER);
DROP TABLE users;
DROP TABLE users;
