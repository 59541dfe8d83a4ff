-- expect: unclosed-transaction
BEGIN EXCLUSIVE;
ALTER TABLE orders ADD COLUMN x TEXT;
