-- expect: lite-drop-column
CREATE TABLE IF NOT EXISTS orders (id INTEGER PRIMARY KEY, code TEXT UNIQUE);
ALTER TABLE orders DROP COLUMN code;
