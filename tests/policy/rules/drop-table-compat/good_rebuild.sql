PRAGMA foreign_keys = off;
CREATE TABLE new_orders (id integer PRIMARY KEY, total integer);
INSERT INTO new_orders (id, total) SELECT id, total FROM orders;
DROP TABLE orders;
ALTER TABLE new_orders RENAME TO orders;
