DELETE FROM users WHERE token > gen_random_uuid();
DELETE FROM visits WHERE random() < 0.5;
INSERT INTO totals (day, n) SELECT day, count(*) FROM visits GROUP BY day ON CONFLICT (day) DO UPDATE SET n = excluded.n;
ALTER TABLE users ADD COLUMN score int;
UPDATE users SET score = 0;
