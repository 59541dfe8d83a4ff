-- expect: statement-after-ae-lock
ALTER TABLE orders ADD COLUMN x text;
CREATE INDEX lines_a ON lines (a);
