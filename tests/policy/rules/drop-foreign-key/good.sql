PRAGMA foreign_keys = off;
CREATE TABLE new_posts (id integer PRIMARY KEY, author integer REFERENCES users (id) ON DELETE CASCADE);
INSERT INTO new_posts (id, author) SELECT id, author FROM posts;
DROP TABLE posts;
ALTER TABLE new_posts RENAME TO posts;
