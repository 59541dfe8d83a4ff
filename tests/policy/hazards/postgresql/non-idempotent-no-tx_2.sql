-- atlas:txmode none

-- expect: non-idempotent-no-tx
DROP INDEX CONCURRENTLY public."Ix";
DROP INDEX CONCURRENTLY "Iy";
