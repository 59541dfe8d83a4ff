DELETE FROM users WHERE id = wipe();
