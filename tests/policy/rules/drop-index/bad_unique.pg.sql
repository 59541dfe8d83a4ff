-- atlas:txmode none

DROP INDEX CONCURRENTLY users_email;
DROP INDEX CONCURRENTLY users_phone;
