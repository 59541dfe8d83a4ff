UPDATE users SET plan = 'free' WHERE id BETWEEN 0 AND 999999999999;
UPDATE users SET plan = 'free' WHERE id IN (SELECT id FROM users LIMIT -1);
UPDATE users SET plan = 'free' WHERE plan IN (SELECT plan FROM users LIMIT 2);
UPDATE users SET plan = 'free' FROM plans WHERE plans.id = 5 AND users.email > '';
