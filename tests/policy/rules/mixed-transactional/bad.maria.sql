START TRANSACTION;
UPDATE users SET plan = 'free' WHERE id = 1;
ALTER TABLE users ADD COLUMN nickname text;
COMMIT;
