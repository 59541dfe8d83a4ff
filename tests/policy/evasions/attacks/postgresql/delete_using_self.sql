DELETE FROM users u USING users v WHERE u.id = v.id;
