CREATE TABLE countries (code CHAR(2) NOT NULL PRIMARY KEY, name VARCHAR(80) NOT NULL);
INSERT INTO countries (code, name) VALUES ('AT', 'Austria'), ('DE', 'Germany');
