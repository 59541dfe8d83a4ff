CREATE INDEX idx_orders_open ON orders (created_at DESC) WHERE status = 'open' AND deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS main.idx_lower ON users (lower(email) COLLATE NOCASE, id ASC);
