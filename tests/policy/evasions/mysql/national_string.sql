DELETE FROM users WHERE n'a' = n'a';
