ALTER TABLE posts ADD CONSTRAINT posts_author_fkey2 FOREIGN KEY (author) REFERENCES users (id) ON DELETE CASCADE NOT VALID;
ALTER TABLE posts DROP CONSTRAINT posts_author_fkey;
ALTER TABLE notes DROP CONSTRAINT notes_post_id_fkey, ADD CONSTRAINT notes_post_id_fkey FOREIGN KEY (post_id) REFERENCES posts (id) NOT VALID;
