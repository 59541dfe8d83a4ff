INSERT INTO audit (id) WITH gone AS (DELETE FROM users RETURNING id) SELECT id FROM gone;
