CREATE TABLE usеrs (id int);
DROP TABLE users;