CREATE TABLE "Users" (id int);
DROP TABLE users;