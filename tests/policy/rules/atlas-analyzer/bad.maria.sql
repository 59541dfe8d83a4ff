CREATE TABLE new_posts (id bigint PRIMARY KEY, user_id bigint);
