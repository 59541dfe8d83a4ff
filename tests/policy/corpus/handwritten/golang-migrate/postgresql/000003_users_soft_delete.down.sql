DROP INDEX users_not_deleted_idx;
ALTER TABLE users DROP COLUMN deleted_at;
