-- expect: my-engine
ALTER TABLE orders ADD COLUMN x INT, ENGINE InnoDB;
