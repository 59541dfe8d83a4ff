-- atlas:txmode none

UPDATE users SET plan = 'free' WHERE id BETWEEN 1 AND 10000;
ALTER TABLE users ADD COLUMN x text;
