-- expect: explicit-lock-table
LOCK TABLES `shop`.`orders` READ, lines WRITE;
UNLOCK TABLES;
