CREATE TABLE plans (id integer PRIMARY KEY);
CREATE TABLE prices (id integer PRIMARY KEY);
