DELETE FROM users *;
