-- expect: drop-cascade
DROP FUNCTION "Go"(integer), stop() CASCADE;
