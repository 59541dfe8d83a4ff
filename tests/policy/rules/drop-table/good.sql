CREATE TABLE deprecated_orders AS SELECT * FROM orders;
