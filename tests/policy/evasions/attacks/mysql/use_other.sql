USE mysql;
DROP TABLE user;
