ALTER TABLE users ADD COLUMN plan varchar(20);
UPDATE users SET plan = 'free' WHERE plan IS NULL;
