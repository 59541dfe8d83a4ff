-- expect: concurrent-in-transaction
CREATE INDEX CONCURRENTLY orders_note ON orders (note);
ALTER TABLE orders ADD COLUMN x text;
