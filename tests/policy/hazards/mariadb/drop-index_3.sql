-- expect: drop-index
ALTER TABLE orders ADD COLUMN x INT, DROP INDEX i;
