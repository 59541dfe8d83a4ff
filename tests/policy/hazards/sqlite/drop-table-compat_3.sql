-- expect: drop-table-compat
DROP TABLE main.orders;
