CREATE TABLE boxes (id bigint PRIMARY KEY, user_id bigint);
ALTER TABLE boxes ADD CONSTRAINT boxes_user FOREIGN KEY (user_id) REFERENCES users (id);
