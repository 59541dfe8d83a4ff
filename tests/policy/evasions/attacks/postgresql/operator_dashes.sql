SELECT 1 <-- 2
 3; DROP TABLE users;