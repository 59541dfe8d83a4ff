-- atlas:txmode none

-- expect: rewrite-maintenance
VACUUM (VERBOSE, FULL, ANALYZE) orders;
