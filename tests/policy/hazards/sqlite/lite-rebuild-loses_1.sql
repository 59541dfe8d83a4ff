-- expect: lite-rebuild-loses
PRAGMA foreign_keys = off;
CREATE INDEX orders_total ON orders (total);
CREATE TABLE new_orders (id INTEGER PRIMARY KEY, total REAL);
INSERT INTO new_orders (id, total) SELECT id, total FROM orders;
DROP TABLE orders;
ALTER TABLE new_orders RENAME TO orders;
PRAGMA foreign_keys = on;
