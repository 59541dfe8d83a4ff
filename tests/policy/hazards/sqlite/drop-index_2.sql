-- expect: drop-index
DROP INDEX IF EXISTS main."Ix";
