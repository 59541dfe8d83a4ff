-- atlas:txmode none

CREATE UNIQUE INDEX CONCURRENTLY users_email_unique ON users (email);
DROP INDEX CONCURRENTLY users_email;
