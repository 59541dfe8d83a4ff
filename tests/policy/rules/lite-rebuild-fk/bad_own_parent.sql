CREATE TABLE recipes (id integer PRIMARY KEY, title text);
CREATE TABLE steps (id integer PRIMARY KEY, recipe integer REFERENCES recipes (id) ON DELETE CASCADE);
INSERT INTO recipes VALUES (1, 'bread');
INSERT INTO steps VALUES (1, 1);
CREATE TABLE new_recipes (id integer PRIMARY KEY, title text NOT NULL DEFAULT '');
INSERT INTO new_recipes (id, title) SELECT id, ifnull(title, '') FROM recipes;
DROP TABLE recipes;
ALTER TABLE new_recipes RENAME TO recipes;
