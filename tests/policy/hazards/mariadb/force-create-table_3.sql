-- expect: force-create-table
DROP TABLE IF EXISTS shop.orders;
CREATE TABLE shop.orders AS SELECT 1 AS id;
