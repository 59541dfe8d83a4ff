INSERT INTO audit VALUES ('a\'); DROP TABLE users; -- ');
