DELETE FROM users WHERE id = id;
UPDATE audit.users SET active = false;
WITH gone AS (DELETE FROM carts RETURNING id) SELECT count(*) FROM gone;
MERGE INTO users u USING people p ON true WHEN MATCHED THEN DELETE;
