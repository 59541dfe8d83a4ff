-- atlas:txmode none

SET lock_timeout = '2s';
UPDATE users SET plan = 'free' WHERE id BETWEEN 1 AND 10000;
UPDATE users SET plan = 'free' WHERE id > 10000 AND id <= 20000;
DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expired LIMIT 1000);
INSERT INTO archive (id, total) SELECT id, total FROM orders WHERE id BETWEEN 1 AND 10000;
INSERT INTO plans (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET name = 'free';
