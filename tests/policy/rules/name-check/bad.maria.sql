CREATE TABLE users (id integer PRIMARY KEY, age integer, CONSTRAINT adult CHECK (age > 0));
