-- expect: drop-schema
DROP SCHEMA IF EXISTS "Old Stuff", archive;
