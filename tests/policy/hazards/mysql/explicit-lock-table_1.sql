-- expect: explicit-lock-table
LOCK TABLES orders WRITE;
UNLOCK TABLES;
