UPDATE users SET email = NULL WHERE active IN (SELECT active FROM users LIMIT 2);
