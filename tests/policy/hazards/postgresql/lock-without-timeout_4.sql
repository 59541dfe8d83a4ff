-- expect: lock-without-timeout
ALTER TABLE orders ADD COLUMN x text;
SET lock_timeout = '1s';
