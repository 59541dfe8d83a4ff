-- expect: my-charset-table
ALTER TABLE orders DEFAULT CHARACTER SET = utf8mb4;
