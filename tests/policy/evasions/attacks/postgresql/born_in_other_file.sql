CREATE TABLE IF NOT EXISTS users (id int);
-- next file
DROP TABLE users;