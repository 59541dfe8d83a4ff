-- expect: autovacuum-off
ALTER TABLE orders SET (toast.autovacuum_enabled = 0);
