DELETE FROM users WHERE "1" = '1';
