-- expect: unused-suppression
-- schemawarden:allow drop-column reason="later"
ALTER TABLE orders ADD COLUMN x TEXT;
