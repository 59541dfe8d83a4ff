CREATE INDEX CONCURRENTLY IF NOT EXISTS stock_movement_kind_idx ON stock_movement (kind);
