INSERT INTO users (id, email) SELECT id, '' FROM users AS u ON DUPLICATE KEY UPDATE email = '';
