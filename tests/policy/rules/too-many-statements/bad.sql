CREATE TABLE countries (code text PRIMARY KEY);
CREATE TABLE cities (id integer PRIMARY KEY);
CREATE TABLE streets (id integer PRIMARY KEY);
