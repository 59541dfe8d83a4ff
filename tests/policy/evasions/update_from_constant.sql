UPDATE marks SET v = '' FROM (SELECT 1 AS one) AS o WHERE o.one = 1;
