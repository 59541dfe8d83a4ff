DELETE FROM sessions WHERE expires_at < NOW();
UPDATE users SET plan = 'free' WHERE plan IS NULL;
UPDATE users SET plan = 'free' WHERE plan IS NULL LIMIT 1000;
INSERT INTO settings (name, value) VALUES ('theme', 'dark') ON DUPLICATE KEY UPDATE value = 'dark';
