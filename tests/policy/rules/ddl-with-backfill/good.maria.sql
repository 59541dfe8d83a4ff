ALTER TABLE users ADD COLUMN plan varchar(20);
UPDATE users SET plan = 'free' WHERE id BETWEEN 1 AND 10000;
