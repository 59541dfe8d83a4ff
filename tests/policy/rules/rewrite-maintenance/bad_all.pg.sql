-- atlas:txmode none

VACUUM FULL;
