ALTER TABLE posts DROP CONSTRAINT posts_author_fkey;
ALTER TABLE notes DROP CONSTRAINT fk_rails_5b5ddfd518;
ALTER TABLE posts DROP CONSTRAINT posts_editor_fkey, ADD CONSTRAINT posts_owner_fkey FOREIGN KEY (owner_id) REFERENCES users (id) NOT VALID;
