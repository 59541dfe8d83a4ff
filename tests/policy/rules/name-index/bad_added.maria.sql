ALTER TABLE users ADD INDEX email (email);
