CREATE INDEX IF NOT EXISTS orders_customer ON orders (customer_id, created_at DESC);
