-- expect: my-inline-references
CREATE TABLE IF NOT EXISTS shop.lines (id INT PRIMARY KEY, order_id INT NOT NULL REFERENCES orders (id));
