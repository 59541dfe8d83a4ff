DELETE FROM sessions WHERE expires_at < 1700000000;
UPDATE users SET plan = 'free' WHERE plan IS NULL;
