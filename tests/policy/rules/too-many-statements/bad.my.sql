CREATE TABLE countries (code char(2) PRIMARY KEY);
CREATE TABLE cities (id integer PRIMARY KEY);
CREATE TABLE streets (id integer PRIMARY KEY);
