DELETE FROM users USING generate_series(1, 1000000) AS g(n) WHERE users.id = g.n;
