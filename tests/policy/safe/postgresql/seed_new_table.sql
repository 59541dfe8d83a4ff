CREATE TABLE countries (code char(2) PRIMARY KEY, name text NOT NULL);
INSERT INTO countries (code, name) VALUES ('AT', 'Austria'), ('DE', 'Germany'), ('FR', 'France');
