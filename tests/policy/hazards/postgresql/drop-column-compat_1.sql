-- expect: drop-column-compat
ALTER TABLE orders DROP COLUMN note;
