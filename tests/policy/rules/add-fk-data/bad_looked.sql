PRAGMA foreign_keys = off;
CREATE TABLE new_orders (id integer PRIMARY KEY, user_id integer REFERENCES users (id));
INSERT INTO new_orders (id, user_id) SELECT id, user_id FROM orders;
DROP TABLE orders;
ALTER TABLE new_orders RENAME TO orders;
PRAGMA foreign_key_check;
PRAGMA foreign_keys = on;
