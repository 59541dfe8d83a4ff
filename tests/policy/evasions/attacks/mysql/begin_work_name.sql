CREATE TABLE `begin` (id INT); DROP TABLE users;
