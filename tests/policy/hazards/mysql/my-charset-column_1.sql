-- expect: my-charset-column
ALTER TABLE orders MODIFY note VARCHAR(100) CHARACTER SET utf8mb4;
