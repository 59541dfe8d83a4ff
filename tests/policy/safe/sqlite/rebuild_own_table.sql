CREATE TABLE steps (id INTEGER PRIMARY KEY, words TEXT);
CREATE TABLE new_steps (id INTEGER PRIMARY KEY, words TEXT NOT NULL DEFAULT '');
INSERT INTO new_steps (id, words) SELECT id, IFNULL(words, '') FROM steps;
DROP TABLE steps;
ALTER TABLE new_steps RENAME TO steps;
