DELETE FROM users WHERE id = 1 RETURNING wipe_users();
