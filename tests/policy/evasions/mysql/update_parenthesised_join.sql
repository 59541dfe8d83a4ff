UPDATE (users u JOIN orders o ON 1) SET u.active = 0;
