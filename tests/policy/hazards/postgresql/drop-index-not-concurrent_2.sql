-- expect: drop-index-not-concurrent
DROP INDEX IF EXISTS public."Ix", other RESTRICT;
