ALTER TABLE orders ADD COLUMN stars int DEFAULT 0 CHECK (stars > 0);
CREATE TABLE notes (id bigint PRIMARY KEY, stars int);
ALTER TABLE notes ADD CONSTRAINT notes_stars CHECK (stars > 0);
