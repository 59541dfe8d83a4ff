-- expect: my-type-change-copy
ALTER TABLE orders ADD COLUMN x INT, MODIFY COLUMN note VARCHAR(10) NULL;
