-- atlas:txmode none

REINDEX TABLE CONCURRENTLY users;
