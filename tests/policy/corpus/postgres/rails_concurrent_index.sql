SET lock_timeout TO '5s';
CREATE INDEX CONCURRENTLY IF NOT EXISTS "index_events_on_account_id_and_created_at" ON "events" ("account_id", "created_at" DESC NULLS LAST) WHERE deleted_at IS NULL;
DROP INDEX CONCURRENTLY IF EXISTS "index_events_on_account_id";
RESET lock_timeout;
