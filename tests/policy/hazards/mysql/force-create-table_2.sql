-- expect: force-create-table
DROP TABLE `orders`;
CREATE TABLE `orders` LIKE `orders_new`;
