-- expect: ddl-with-backfill
ALTER TABLE orders ADD COLUMN state VARCHAR(10);
UPDATE orders o JOIN customers c ON c.id = o.customer_id SET o.state = c.state;
