-- expect: force-create-table
CREATE OR REPLACE TABLE orders (id INT PRIMARY KEY);
