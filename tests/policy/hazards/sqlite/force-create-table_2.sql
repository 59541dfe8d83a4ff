-- expect: force-create-table
DROP TABLE "orders";
CREATE TABLE `orders` (id INTEGER PRIMARY KEY, total REAL);
