INSERT INTO users (id, name) SELECT id, name FROM staging ON DUPLICATE KEY UPDATE name = 'x';
