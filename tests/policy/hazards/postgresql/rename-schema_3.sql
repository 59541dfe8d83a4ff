-- expect: rename-schema
ALTER TABLE IF EXISTS "Orders" SET SCHEMA "Archive";
