DELETE FROM users WHERE id = 5 OR 1--1
;
