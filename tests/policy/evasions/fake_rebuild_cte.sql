CREATE TABLE new_users (id integer);
WITH users (id) AS (SELECT 1 WHERE 0) INSERT INTO new_users (id) SELECT id FROM users;
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;
