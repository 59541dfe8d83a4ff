-- expect: explicit-lock-table
LOCK TABLE orders LOW_PRIORITY WRITE;
UNLOCK TABLES;
