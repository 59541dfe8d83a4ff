-- expect: mixed-transactional
CREATE INDEX CONCURRENTLY i ON orders (a);
ALTER TABLE orders ADD COLUMN x text;
