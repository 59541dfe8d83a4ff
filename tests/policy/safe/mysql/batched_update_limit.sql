-- atlas:txmode none

UPDATE users SET locale = 'en' WHERE locale IS NULL ORDER BY id LIMIT 1000;
