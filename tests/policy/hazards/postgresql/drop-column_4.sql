-- expect: drop-column
DO $do$ BEGIN ALTER TABLE orders DROP COLUMN note; END $do$;
