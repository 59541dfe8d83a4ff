-- expect: drop-behaviour-object
DROP EXTENSION IF EXISTS pg_trgm;
