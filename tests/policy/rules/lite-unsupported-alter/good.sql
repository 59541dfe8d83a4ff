ALTER TABLE users ADD COLUMN created_at text;
ALTER TABLE users ADD COLUMN raw blob DEFAULT (x'00');
ALTER TABLE users ADD COLUMN quote text DEFAULT ('it''s');
ALTER TABLE users ADD COLUMN rate real DEFAULT (-1.5e-3);
ALTER TABLE users ADD COLUMN upper_name text AS (upper(name)) VIRTUAL;
CREATE TABLE notes (id integer PRIMARY KEY);
ALTER TABLE notes ADD COLUMN made_at text DEFAULT CURRENT_TIMESTAMP;
ALTER TABLE notes ADD COLUMN twice integer AS (id * 2) STORED;
