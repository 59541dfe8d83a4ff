-- a DROP TABLE users;
SELECT 1;