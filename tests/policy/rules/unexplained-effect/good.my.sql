DELETE FROM sessions WHERE user_id = 7;
DELETE FROM users WHERE id = 7;
