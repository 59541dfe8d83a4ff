-- expect: drop-schema
DROP SCHEMA billing CASCADE;
