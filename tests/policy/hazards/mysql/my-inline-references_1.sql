-- expect: my-inline-references
CREATE TABLE lines (id INT PRIMARY KEY, order_id INT REFERENCES orders (id));
