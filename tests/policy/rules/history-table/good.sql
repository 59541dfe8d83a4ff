CREATE TABLE schema_notes (id integer PRIMARY KEY, note text);
