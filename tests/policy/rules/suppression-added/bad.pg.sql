-- atlas:nolint DS102
CREATE TABLE sessions (id bigint PRIMARY KEY);
/* schemawarden:allow drop-table */
CREATE TABLE carts (id bigint PRIMARY KEY);
