SET sql_mode = 'NO_BACKSLASH_ESCAPES';
INSERT INTO audit VALUES ('a\'); DROP TABLE users; -- ');
