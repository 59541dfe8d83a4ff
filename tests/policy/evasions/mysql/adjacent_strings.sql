DELETE FROM users WHERE 'a' 'b' = 'ab' OR name = 'x' ' OR ' '';
