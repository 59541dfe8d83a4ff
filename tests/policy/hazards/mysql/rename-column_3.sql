-- expect: rename-column
ALTER TABLE orders ADD COLUMN x INT, CHANGE COLUMN note remark VARCHAR(80) NULL;
