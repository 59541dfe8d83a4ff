UPDATE users SET tags[1] = 'a', tags[2] = 'b' WHERE id = 1;
INSERT INTO users (id, email) VALUES (1, 'a');
CREATE TABLE notes (id bigint PRIMARY KEY, "Body" text, body text);
CREATE INDEX notes_both ON notes (body, lower(body));
