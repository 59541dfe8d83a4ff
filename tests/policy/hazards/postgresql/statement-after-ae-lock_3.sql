-- expect: statement-after-ae-lock
BEGIN;
ALTER TABLE orders ADD COLUMN x text;
INSERT INTO archive SELECT * FROM lines;
COMMIT;
