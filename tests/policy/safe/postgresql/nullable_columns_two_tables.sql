SET lock_timeout = '1s';
ALTER TABLE users ADD COLUMN nickname text;
ALTER TABLE orders ADD COLUMN nickname text;
