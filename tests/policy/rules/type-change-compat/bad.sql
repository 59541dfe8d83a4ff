CREATE TABLE new_orders (id integer PRIMARY KEY, total text, note text, state text);
INSERT INTO new_orders (id, total, note, state) SELECT id, total, note, state FROM orders;
DROP TABLE orders;
ALTER TABLE new_orders RENAME TO orders;
