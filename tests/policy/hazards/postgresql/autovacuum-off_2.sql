-- expect: autovacuum-off
ALTER TABLE public."Orders" SET (fillfactor = 80, autovacuum_enabled = off);
