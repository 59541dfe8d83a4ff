-- expect: set-not-null-data
ALTER TABLE orders ADD COLUMN x INT, MODIFY COLUMN n INT NOT NULL DEFAULT 0;
