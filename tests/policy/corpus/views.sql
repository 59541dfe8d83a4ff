CREATE VIEW IF NOT EXISTS active (id, n) AS SELECT u.id, count(*) FROM users u LEFT JOIN posts p ON p.user_id = u.id WHERE u.active GROUP BY u.id;
CREATE TEMP VIEW recent AS WITH r AS (SELECT * FROM posts ORDER BY id DESC LIMIT 10) SELECT * FROM r;
