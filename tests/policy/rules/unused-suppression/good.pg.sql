CREATE TABLE carts (id integer PRIMARY KEY);
