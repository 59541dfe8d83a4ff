-- expect: my-no-transactional-ddl
ALTER TABLE orders ADD COLUMN x INT;
UPDATE orders SET x = 1 WHERE id = 4;
