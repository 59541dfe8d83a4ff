WITH gone AS (DELETE FROM users RETURNING id) INSERT INTO audit (id) SELECT id FROM gone;
