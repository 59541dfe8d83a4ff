CREATE TABLE posts (id integer PRIMARY KEY, user_id integer, CONSTRAINT owner FOREIGN KEY (user_id) REFERENCES users (id));
