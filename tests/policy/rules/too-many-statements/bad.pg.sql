CREATE TABLE countries (code text PRIMARY KEY);
CREATE TABLE cities (id bigint PRIMARY KEY);
CREATE TABLE streets (id bigint PRIMARY KEY);
