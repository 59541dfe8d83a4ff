-- atlas:txmode none

VACUUM (ANALYZE) users;
