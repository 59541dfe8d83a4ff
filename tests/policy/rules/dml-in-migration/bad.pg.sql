DELETE FROM sessions WHERE expires_at < now();
UPDATE users SET plan = 'free' WHERE plan IS NULL;
MERGE INTO stock s USING orders o ON s.id = o.item WHEN MATCHED THEN UPDATE SET n = s.n - o.n;
