/* -- */ DROP TABLE users;
