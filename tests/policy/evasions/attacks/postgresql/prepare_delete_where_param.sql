PREPARE p (bool) AS DELETE FROM users WHERE $1;
EXECUTE p (true);
