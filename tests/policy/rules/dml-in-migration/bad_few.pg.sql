UPDATE users SET plan = 'free' WHERE id IN (SELECT id FROM users WHERE plan IS NULL LIMIT 1000);
UPDATE users SET plan = 'free' WHERE id BETWEEN 1 AND 1000;
UPDATE users SET plan = 'free' WHERE email = 'a@example.com';
UPDATE users SET plan = 'free' WHERE tenant_id = 5;
INSERT INTO users (id, plan) VALUES (1, 'free') ON CONFLICT (id) DO UPDATE SET plan = excluded.plan;
DELETE FROM users WHERE id = 3;
UPDATE plans SET price = 1 WHERE currency = 'EUR';
UPDATE alembic_version SET version_num = 'b' WHERE version_num = 'a';
