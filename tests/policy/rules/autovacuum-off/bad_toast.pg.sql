ALTER TABLE events SET (fillfactor = 70, toast.autovacuum_enabled = off);
