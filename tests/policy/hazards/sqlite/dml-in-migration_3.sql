-- expect: dml-in-migration
WITH x AS (SELECT 1 AS n) DELETE FROM main.orders WHERE total > 3;
