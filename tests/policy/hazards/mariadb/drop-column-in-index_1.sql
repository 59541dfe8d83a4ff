-- expect: drop-column-in-index
CREATE INDEX i ON orders (note);
ALTER TABLE orders DROP COLUMN note;
