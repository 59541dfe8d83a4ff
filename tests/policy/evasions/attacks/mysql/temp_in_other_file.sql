CREATE TEMPORARY TABLE users (id INT);
-- next file
DROP TABLE users;