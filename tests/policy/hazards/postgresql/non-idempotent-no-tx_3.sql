-- atlas:txmode none

-- expect: non-idempotent-no-tx
CREATE UNIQUE INDEX CONCURRENTLY "Ix" ON "Orders" ("A");
