DELETE FROM users WHERE '1abc';
