SET search_path = x;
CREATE TABLE users (id int);
SET search_path = public;
DROP TABLE users;
