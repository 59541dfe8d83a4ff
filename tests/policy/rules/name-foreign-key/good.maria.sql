CREATE TABLE posts (id integer PRIMARY KEY, user_id integer, CONSTRAINT fk_posts_users FOREIGN KEY (user_id) REFERENCES users (id));
