-- expect: my-nullability
CREATE TABLE IF NOT EXISTS orders (id INT PRIMARY KEY, note TEXT NOT NULL);
ALTER TABLE orders MODIFY note TEXT NULL;
