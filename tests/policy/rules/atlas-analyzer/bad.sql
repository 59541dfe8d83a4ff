CREATE TABLE new_posts (id integer PRIMARY KEY, user_id integer);
