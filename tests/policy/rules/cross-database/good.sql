CREATE TABLE main.events (id integer PRIMARY KEY);
CREATE TABLE plain (id integer PRIMARY KEY);
CREATE TABLE temp.passing (id integer);
