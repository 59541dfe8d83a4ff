UPDATE users u SET email = NULL FROM users v WHERE u.id = v.id;
