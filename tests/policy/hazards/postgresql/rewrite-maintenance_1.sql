-- atlas:txmode none

-- expect: rewrite-maintenance
VACUUM FULL orders;
