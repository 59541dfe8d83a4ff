CREATE TABLE a (id integer PRIMARY KEY);
-- a comment
CREATE TABLE b (
  id integer PRIMARY KEY
);
