-- expect: drop-check
ALTER TABLE orders ADD COLUMN x INT, DROP CONSTRAINT ck_total;
