-- expect: my-charset-table
ALTER TABLE orders CONVERT TO CHARACTER SET utf8mb4;
