UPDATE OR IGNORE users SET email = 'x';
