WITH users AS (SELECT 1 AS id) DELETE FROM users;
