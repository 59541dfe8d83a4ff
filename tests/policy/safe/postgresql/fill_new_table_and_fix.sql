CREATE TABLE planets (id integer PRIMARY KEY, name text);
INSERT INTO planets VALUES (1, 'mercury'), (2, 'venus');
UPDATE planets SET name = initcap(name);
ALTER TABLE planets ALTER COLUMN name SET NOT NULL;
