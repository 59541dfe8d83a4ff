-- expect: drop-behaviour-object
DROP FUNCTION public."Total"(bigint);
