CREATE TEMP TABLE users (id);
-- next file
DROP TABLE users;