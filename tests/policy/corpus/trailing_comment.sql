CREATE TABLE a (id integer PRIMARY KEY);
-- the end