-- expect: explicit-lock-table
LOCK TABLE orders;
