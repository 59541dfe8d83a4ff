CREATE TABLE countries (code text PRIMARY KEY, name text NOT NULL);
CREATE TABLE cities (name varchar(80), country text, PRIMARY KEY (country, name));
