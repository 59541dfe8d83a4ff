ALTER TABLE users ADD COLUMN plan text;
SELECT count(*) FROM orders;
