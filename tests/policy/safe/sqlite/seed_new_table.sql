CREATE TABLE countries (code TEXT PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO countries (code, name) VALUES ('AT', 'Austria'), ('DE', 'Germany');
