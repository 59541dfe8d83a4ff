-- expect: dml-without-where
WITH x AS (SELECT 1) UPDATE orders SET total = 0 WHERE 1 = 1;
