-- expect: drop-column-in-index
CREATE TABLE a (id bigint);
CREATE INDEX orders_note ON orders (note);
ALTER TABLE orders DROP COLUMN note;
