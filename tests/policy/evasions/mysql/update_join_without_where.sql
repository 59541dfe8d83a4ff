UPDATE users u CROSS JOIN flags f SET u.active = 0;
