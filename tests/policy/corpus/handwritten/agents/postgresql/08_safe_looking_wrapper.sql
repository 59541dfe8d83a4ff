BEGIN;

-- Set a lock timeout so that we don't block production
SET LOCAL lock_timeout = '5s';
SET LOCAL statement_timeout = '60s';

ALTER TABLE payments
    ADD COLUMN IF NOT EXISTS currency CHAR(3) NOT NULL DEFAULT 'USD',
    ADD COLUMN IF NOT EXISTS exchange_rate NUMERIC(12, 6),
    ALTER COLUMN amount TYPE NUMERIC(14, 2);

CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_payments_currency ON payments (currency);

COMMIT;
