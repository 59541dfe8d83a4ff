UPDATE users SET email = NULL WHERE id > -1 AND id < 1e18;
