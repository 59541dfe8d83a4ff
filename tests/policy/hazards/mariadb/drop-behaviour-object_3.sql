-- expect: drop-behaviour-object
DROP TRIGGER `orders_bi`;
