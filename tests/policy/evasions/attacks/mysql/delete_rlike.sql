DELETE FROM users WHERE email RLIKE '';
