-- expect: drop-table-compat
DROP TABLE IF EXISTS "Orders";
