UPDATE users SET email = NULL WHERE id IN (SELECT id FROM users LIMIT -1);
