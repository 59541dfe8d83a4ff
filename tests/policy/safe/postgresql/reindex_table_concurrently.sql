-- atlas:txmode none

REINDEX TABLE CONCURRENTLY orders;
