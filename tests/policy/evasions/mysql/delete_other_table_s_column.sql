DELETE u FROM users u, flags f WHERE f.on = 1;
