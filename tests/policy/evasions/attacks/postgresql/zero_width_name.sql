CREATE TABLE us​ers (id int);
DROP TABLE users;