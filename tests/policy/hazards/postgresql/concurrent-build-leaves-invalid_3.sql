-- atlas:txmode none

-- expect: concurrent-build-leaves-invalid
CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_lower ON orders (lower(note)) WHERE note <> '';
