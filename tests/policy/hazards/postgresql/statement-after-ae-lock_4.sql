-- expect: statement-after-ae-lock
ALTER TABLE orders ADD COLUMN x text;
SELECT count(*) FROM lines;
