-- atlas:delimiter \n\n\n
DROP TABLE users;
SELECT 1;