WITH a AS (SELECT 1) UPDATE users SET email = NULL;
