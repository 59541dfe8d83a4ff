UPDATE users SET first_name = 'Ann', last_name = 'Lee' WHERE id = 1;
INSERT INTO users (id, email) VALUES (1, 'a');
CREATE TABLE notes (id bigint PRIMARY KEY, body varchar(80), UNIQUE KEY notes_both (id, body));
CREATE INDEX notes_body ON notes (body, id);
