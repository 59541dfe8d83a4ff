-- expect: force-create-table
DROP TABLE IF EXISTS orders;
CREATE TABLE orders (id INT PRIMARY KEY);
