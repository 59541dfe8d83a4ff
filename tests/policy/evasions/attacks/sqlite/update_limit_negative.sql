UPDATE users SET email = NULL LIMIT -1;
