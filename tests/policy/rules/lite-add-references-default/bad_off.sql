PRAGMA foreign_keys = off;
ALTER TABLE posts ADD COLUMN author_id integer DEFAULT 1 REFERENCES users (id);
PRAGMA foreign_keys = on;
