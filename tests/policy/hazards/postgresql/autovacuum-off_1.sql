-- expect: autovacuum-off
ALTER TABLE orders SET (autovacuum_enabled = false);
