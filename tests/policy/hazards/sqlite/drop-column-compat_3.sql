-- expect: drop-column-compat
ALTER TABLE main.orders DROP COLUMN note;
