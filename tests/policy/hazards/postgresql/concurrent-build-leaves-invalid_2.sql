-- atlas:txmode none

-- expect: concurrent-build-leaves-invalid
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "Ix" ON public."Orders" ("Note");
