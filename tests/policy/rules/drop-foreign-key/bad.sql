CREATE TABLE new_posts (id integer PRIMARY KEY, author integer);
INSERT INTO new_posts (id, author) SELECT id, author FROM posts;
DROP TABLE posts;
ALTER TABLE new_posts RENAME TO posts;
