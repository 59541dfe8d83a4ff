COMMENT ON TABLE orders IS 'what customers have bought';
COMMENT ON COLUMN orders.total IS 'in cents';
