UPDATE users SET email = NULL WHERE id > 0 AND id < 0xFFFFFFFF;
