-- expect: unused-suppression
-- schemawarden:allow truncate reason="later"
ALTER TABLE orders ADD COLUMN x text;
