-- expect: drop-behaviour-object
DROP VIEW IF EXISTS main.open_orders;
