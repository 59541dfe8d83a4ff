-- expect: change-default-compat
ALTER TABLE orders ADD COLUMN x INT, ALTER state SET DEFAULT 'new';
