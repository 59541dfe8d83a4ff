DELETE u FROM users u, users v WHERE u.id = v.id;
