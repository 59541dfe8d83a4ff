-- expect: drop-table
DROP TABLE IF EXISTS main."Orders";
