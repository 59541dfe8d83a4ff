UPDATE users SET first_name = 'Ann', First_Name = 'Lee' WHERE id = 1;
INSERT INTO users (id, email, email) VALUES (1, 'a', 'b');
CREATE TABLE notes (id integer PRIMARY KEY, body text, body text);
CREATE INDEX users_name ON users (last_name, last_name);
