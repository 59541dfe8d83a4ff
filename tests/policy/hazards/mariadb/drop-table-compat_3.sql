-- expect: drop-table-compat
DROP TABLE a, b;
