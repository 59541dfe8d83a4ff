DELETE FROM users WHERE email REGEXP '.*';
