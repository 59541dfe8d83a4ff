-- expect: my-no-transactional-ddl
ALTER TABLE orders ADD COLUMN x INT;
ALTER TABLE lines ADD COLUMN y INT;
