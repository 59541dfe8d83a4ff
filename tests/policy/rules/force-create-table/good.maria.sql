CREATE TABLE carts (id bigint PRIMARY KEY);
CREATE OR REPLACE TABLE carts (id bigint PRIMARY KEY, owner bigint);
