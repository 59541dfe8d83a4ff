-- expect: lock-without-timeout
ALTER TABLE orders ADD COLUMN x text;
