-- atlas:txmode none

CREATE INDEX CONCURRENTLY orders_store_id ON orders (store_id);
