REPLACE INTO users SELECT id, '' FROM users;
