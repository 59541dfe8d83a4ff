ALTER TABLE users ADD COLUMN full_name text;
CREATE TABLE notes (id integer PRIMARY KEY, body text);
CREATE VIEW short_notes AS SELECT id FROM notes WHERE length(body) < 80;
ALTER TABLE notes RENAME TO remarks;
