DROP TABLE users ;
