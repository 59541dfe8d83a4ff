UPDATE users SET email = NULL FROM (SELECT 1 AS a) AS s WHERE s.a = 1;
