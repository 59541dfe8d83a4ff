-- expect: force-create-table
DROP TABLE IF EXISTS "Orders" CASCADE;
CREATE TABLE "Orders" AS SELECT 1 AS id;
