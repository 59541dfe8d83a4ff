-- expect: lite-drop-column
CREATE INDEX i ON orders (note);
ALTER TABLE orders DROP COLUMN note;
