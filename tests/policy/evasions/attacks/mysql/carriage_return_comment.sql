-- harmlessDROP TABLE users;
SELECT 1;