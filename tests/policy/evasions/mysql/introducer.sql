DELETE FROM users WHERE _utf8mb4'1' = N'1' OR name = _binary 'x';
