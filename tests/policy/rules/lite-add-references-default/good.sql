ALTER TABLE posts ADD COLUMN author_id integer REFERENCES users (id);
ALTER TABLE posts ADD COLUMN editor_id integer DEFAULT NULL REFERENCES users (id);
CREATE TABLE notes (id integer PRIMARY KEY);
ALTER TABLE notes ADD COLUMN author_id integer DEFAULT 1 REFERENCES users (id);
