CREATE TEMP TABLE users (id int);
-- next file
DROP TABLE users;