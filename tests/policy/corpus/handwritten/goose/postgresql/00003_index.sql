-- +goose NO TRANSACTION
-- +goose Up
CREATE INDEX CONCURRENTLY IF NOT EXISTS parts_discontinued ON parts (discontinued) WHERE discontinued;

-- +goose Down
DROP INDEX CONCURRENTLY IF EXISTS parts_discontinued;
