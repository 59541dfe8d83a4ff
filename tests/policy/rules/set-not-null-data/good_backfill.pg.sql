UPDATE users SET email = '' WHERE email IS NULL;
