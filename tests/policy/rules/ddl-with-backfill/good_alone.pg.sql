-- atlas:txmode none

SET lock_timeout = '2s';
UPDATE users SET plan = 'free' WHERE id BETWEEN 1 AND 10000;
UPDATE users SET plan = 'free' WHERE id BETWEEN 10001 AND 20000;
DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expired LIMIT 1000);
