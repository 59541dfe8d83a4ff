-- atlas:txmode none

UPDATE users SET plan = 'free' WHERE id BETWEEN 1 AND 10000;
UPDATE users SET plan = 'free' WHERE plan IS NULL;
