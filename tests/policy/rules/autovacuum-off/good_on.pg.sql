ALTER TABLE events SET (autovacuum_enabled = true);
ALTER TABLE events RESET (autovacuum_enabled);
ALTER TABLE orders SET (autovacuum_enabled);
CREATE TABLE scratch (id bigint) WITH (fillfactor = 70);
