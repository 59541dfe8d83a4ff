ALTER MATERIALIZED VIEW daily_totals SET (autovacuum_enabled = false);
