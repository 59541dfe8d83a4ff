-- expect: drop-behaviour-object
DROP FUNCTION vat;
