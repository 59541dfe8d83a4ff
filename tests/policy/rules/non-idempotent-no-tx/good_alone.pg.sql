-- atlas:txmode none

DROP INDEX CONCURRENTLY users_mail;
