CREATE INDEX orders_unpaid ON orders (id) WHERE paid_at IS NULL;
