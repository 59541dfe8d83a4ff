-- atlas:txmode none

UPDATE users SET locale = 'en' WHERE id BETWEEN 1 AND 5000 AND locale IS NULL;
UPDATE users SET locale = 'en' WHERE id BETWEEN 5001 AND 10000 AND locale IS NULL;
