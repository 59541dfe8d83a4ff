CREATE TABLE archive.events (id integer PRIMARY KEY);
