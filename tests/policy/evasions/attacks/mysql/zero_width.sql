CREATE TABLE us​ers (id INT);
DROP TABLE users;