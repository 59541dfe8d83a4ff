-- atlas:txmode none

DROP INDEX CONCURRENTLY users_mail;
CREATE INDEX CONCURRENTLY users_email ON users (email);
