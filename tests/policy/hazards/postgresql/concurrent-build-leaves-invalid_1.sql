-- atlas:txmode none

-- expect: concurrent-build-leaves-invalid
CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_note ON orders (note);
