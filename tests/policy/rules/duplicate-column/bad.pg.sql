UPDATE users SET first_name = 'Ann', first_name = 'Lee' WHERE id = 1;
INSERT INTO users (id, email, email) VALUES (1, 'a', 'b');
CREATE TABLE notes (id bigint PRIMARY KEY, body text, body text);
ALTER TABLE users ADD COLUMN age int, ADD COLUMN age text;
CREATE TABLE pairs (a int, b int, UNIQUE (a, a));
CREATE INDEX pairs_both ON pairs (a, a);
