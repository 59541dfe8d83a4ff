DELETE users, audit FROM users JOIN audit ON users.id = audit.user_id;
