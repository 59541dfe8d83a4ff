-- expect: drop-behaviour-object
DROP TRIGGER IF EXISTS "orders_touch";
