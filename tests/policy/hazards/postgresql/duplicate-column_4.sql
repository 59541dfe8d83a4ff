-- expect: duplicate-column
ALTER TABLE orders ADD COLUMN x text, ADD COLUMN x integer;
