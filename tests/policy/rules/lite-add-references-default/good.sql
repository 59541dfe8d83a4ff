ALTER TABLE posts ADD COLUMN author_id integer REFERENCES users (id);
