UPDATE users SET plan = 'free' WHERE id > 0 AND id < 999999999999;
UPDATE users SET plan = 'free' WHERE id IN (SELECT id FROM users LIMIT 1000000000);
UPDATE users SET plan = 'free' WHERE id > ANY (ARRAY[0]);
UPDATE users SET plan = 'free' FROM plans WHERE plans.id = 5 AND users.email > '';
