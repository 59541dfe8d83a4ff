-- DROP TABLE users;
# DROP TABLE users;
/* DROP TABLE users; */
SELECT 1;
