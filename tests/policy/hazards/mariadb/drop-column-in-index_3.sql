-- expect: drop-column-in-index
ALTER TABLE orders ADD UNIQUE KEY u (code, note);
ALTER TABLE orders ADD COLUMN x INT, DROP COLUMN note;
