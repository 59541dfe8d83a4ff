-- expect: my-explicit-lock
ALTER TABLE orders ADD COLUMN x INT, LOCK=EXCLUSIVE;
