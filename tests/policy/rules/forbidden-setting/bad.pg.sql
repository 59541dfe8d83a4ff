SET statement_timeout = 0;
SET search_path = audit, public;
SET session_replication_role = replica;
SELECT set_config('lock_timeout', '0', false);
