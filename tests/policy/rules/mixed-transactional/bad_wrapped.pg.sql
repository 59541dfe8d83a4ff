VACUUM users;
DELETE FROM sessions WHERE id = 1;
