ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0) NOT VALID;
CREATE TABLE notes (id bigint PRIMARY KEY, stars int);
ALTER TABLE notes ADD CONSTRAINT notes_stars CHECK (stars > 0);
