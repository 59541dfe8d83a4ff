CREATE TABLE steps (id integer PRIMARY KEY, words text);
CREATE TABLE new_steps (id integer PRIMARY KEY, words text NOT NULL DEFAULT '');
INSERT INTO new_steps (id, words) SELECT id, ifnull(words, '') FROM steps;
DROP TABLE steps;
ALTER TABLE new_steps RENAME TO steps;
