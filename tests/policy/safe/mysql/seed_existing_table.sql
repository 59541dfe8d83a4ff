INSERT IGNORE INTO settings (name, value) VALUES ('theme', 'light');
