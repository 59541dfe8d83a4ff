CREATE TABLE planets (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO planets VALUES (1, 'mercury'), (2, 'venus');
UPDATE planets SET name = upper(name);
