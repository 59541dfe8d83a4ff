LOCK TABLES users WRITE;
UPDATE users SET plan = 'free' WHERE id = 1;
UNLOCK TABLES;
