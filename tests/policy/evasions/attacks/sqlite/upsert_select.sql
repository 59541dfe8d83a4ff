INSERT INTO users (id, email) SELECT id, '' FROM users WHERE true ON CONFLICT (id) DO UPDATE SET email = '';
