-- atlas:txmode none

-- expect: drop-index
DROP INDEX CONCURRENTLY orders_note;
