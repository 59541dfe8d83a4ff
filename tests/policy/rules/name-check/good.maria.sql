CREATE TABLE users (id integer PRIMARY KEY, age integer, CONSTRAINT ck_users_age CHECK (age > 0));
