DELETE FROM users WHERE id = id;
UPDATE users SET active = 0;
