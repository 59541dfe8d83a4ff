-- expect: change-default-compat
ALTER TABLE orders ADD COLUMN x text, ALTER COLUMN state SET DEFAULT lower('NEW');
