UPDATE users SET plan = 'free' WHERE id > 0 AND id < 0xFFFFFFFF;
UPDATE users JOIN (SELECT plan FROM users LIMIT 2) AS some ON some.plan = users.plan SET users.plan = 'free';
