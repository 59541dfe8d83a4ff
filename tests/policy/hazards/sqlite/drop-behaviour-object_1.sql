-- expect: drop-behaviour-object
DROP VIEW open_orders;
