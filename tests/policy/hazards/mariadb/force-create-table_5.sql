-- expect: force-create-table
CREATE OR REPLACE TABLE `shop`.`orders` SELECT 1 AS id;
