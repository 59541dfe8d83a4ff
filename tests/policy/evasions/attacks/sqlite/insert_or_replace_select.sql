INSERT OR REPLACE INTO users (id, email) SELECT id, '' FROM users;
