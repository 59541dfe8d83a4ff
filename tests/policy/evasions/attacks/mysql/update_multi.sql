UPDATE users u JOIN users v ON u.id = v.id SET u.email = NULL;
