-- expect: drop-index
DROP INDEX IF EXISTS public."Ix";
