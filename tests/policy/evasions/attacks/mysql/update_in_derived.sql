UPDATE users SET email = NULL WHERE active IN (SELECT active FROM (SELECT active FROM users LIMIT 2) AS s);
