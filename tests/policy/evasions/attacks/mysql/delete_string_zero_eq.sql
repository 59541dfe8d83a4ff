DELETE FROM users WHERE email = 0;
