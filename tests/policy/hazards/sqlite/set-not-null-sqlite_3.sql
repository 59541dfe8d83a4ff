-- expect: set-not-null-sqlite
PRAGMA foreign_keys = 0;
ALTER TABLE orders RENAME TO old_orders;
CREATE TABLE orders (id INTEGER PRIMARY KEY, note TEXT NOT NULL);
INSERT INTO orders (id, note) SELECT id, note FROM old_orders;
DROP TABLE old_orders;
PRAGMA foreign_keys = 1;
