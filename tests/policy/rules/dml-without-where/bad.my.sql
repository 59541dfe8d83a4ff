DELETE FROM users WHERE id = id;
UPDATE users SET active = 0;
DELETE FROM visits WHERE RAND() < 0.5;
INSERT INTO totals (day, n) SELECT day, count(*) FROM visits GROUP BY day ON DUPLICATE KEY UPDATE n = VALUES(n);
