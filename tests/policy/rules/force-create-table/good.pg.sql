CREATE TABLE carts (id bigint PRIMARY KEY);
DROP TABLE carts;
CREATE TABLE carts (id bigint PRIMARY KEY, owner bigint);
