--DROP TABLE users;
--+DROP TABLE users;
DROP TABLE orders;
