-- expect: set-not-null-sqlite
PRAGMA foreign_keys = off;
CREATE TABLE new_orders (id INTEGER PRIMARY KEY, note TEXT NOT NULL);
INSERT INTO new_orders (id, note) SELECT id, note FROM orders;
DROP TABLE orders;
ALTER TABLE new_orders RENAME TO orders;
PRAGMA foreign_keys = on;
