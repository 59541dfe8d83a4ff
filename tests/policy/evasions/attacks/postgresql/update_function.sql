UPDATE users SET email = wipe() WHERE id = 1;
