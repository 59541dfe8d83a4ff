-- atlas:txmode none

BEGIN;
REINDEX INDEX CONCURRENTLY users_email;
VACUUM users;
COMMIT;
