CREATE TABLE reports (id bigint PRIMARY KEY);
DROP TABLE reports;
