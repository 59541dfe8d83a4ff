-- atlas:delimiter \n\n\n
DROP TABLE users;
CREATE TABLE users (id int);
