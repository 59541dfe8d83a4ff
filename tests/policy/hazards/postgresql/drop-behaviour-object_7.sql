-- expect: drop-behaviour-object
DROP PROCEDURE archive(integer);
