DELETE u FROM users u NATURAL JOIN users v;
