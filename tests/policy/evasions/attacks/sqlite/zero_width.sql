CREATE TABLE us​ers (id);
DROP TABLE users;