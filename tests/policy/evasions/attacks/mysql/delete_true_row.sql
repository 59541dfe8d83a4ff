DELETE FROM users WHERE (id, email) = (id, email);
