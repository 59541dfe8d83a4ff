-- expect: force-create-table
DROP TABLE orders;
CREATE TABLE orders AS SELECT 1 AS id;
