BEGIN;
ALTER TABLE IF EXISTS sessions ADD COLUMN IF NOT EXISTS ip inet;
ALTER TABLE sessions SET (autovacuum_vacuum_scale_factor = 0.02);
ALTER TABLE sessions ALTER COLUMN payload SET STORAGE EXTERNAL, ALTER COLUMN payload SET STATISTICS 500;
CREATE STATISTICS IF NOT EXISTS sessions_stat (dependencies) ON user_id, ip FROM sessions;
COMMIT;
