DELETE FROM users WHERE id = 1 --OR id = 2
 OR 1;
