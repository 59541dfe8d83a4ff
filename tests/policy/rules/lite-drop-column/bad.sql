ALTER TABLE users DROP COLUMN id;
ALTER TABLE users DROP COLUMN nickname;
CREATE TABLE notes (id integer PRIMARY KEY, code text UNIQUE, body text, size integer CHECK (size < length(body)));
ALTER TABLE notes DROP COLUMN code;
ALTER TABLE notes DROP COLUMN body;
