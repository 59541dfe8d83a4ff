-- expect: drop-table-compat
DROP TABLE orders;
