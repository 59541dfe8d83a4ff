-- expect: drop-column-compat
ALTER TABLE orders DROP COLUMN a, DROP COLUMN IF EXISTS b;
