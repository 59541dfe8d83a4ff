-- atlas:txmode none

-- expect: non-idempotent-no-tx
CREATE INDEX CONCURRENTLY orders_a ON orders (a);
