UPDATE users SET plan = 'free' WHERE plan IS NULL;
ALTER TABLE orders ADD COLUMN note text;
