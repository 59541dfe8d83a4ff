ALTER TABLE users UNION = (a, b);
