-- atlas:txmode none

VACUUM (ANALYZE) orders;
