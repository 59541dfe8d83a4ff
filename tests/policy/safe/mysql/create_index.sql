CREATE INDEX orders_customer ON orders (customer_id, created_at);
