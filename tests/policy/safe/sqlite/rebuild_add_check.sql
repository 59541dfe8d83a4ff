PRAGMA foreign_keys = off;
CREATE TABLE new_orders (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers (id), total REAL CHECK (total >= 0));
INSERT INTO new_orders (id, customer_id, total) SELECT id, customer_id, total FROM orders;
DROP TABLE orders;
ALTER TABLE new_orders RENAME TO orders;
PRAGMA foreign_key_check;
PRAGMA foreign_keys = on;
