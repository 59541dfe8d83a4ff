-- atlas:txmode none

REINDEX (CONCURRENTLY, TABLESPACE fast) INDEX events_at;
