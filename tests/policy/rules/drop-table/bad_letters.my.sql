CREATE TABLE Users (id bigint PRIMARY KEY);
DROP TABLE users;
