-- atlas:txmode none

CREATE INDEX CONCURRENTLY orders_unpaid ON orders (id) WHERE paid_at IS NULL;
