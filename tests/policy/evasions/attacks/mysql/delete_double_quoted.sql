DELETE FROM users WHERE "a" = 'a';
