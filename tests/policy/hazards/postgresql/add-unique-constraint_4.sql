-- expect: add-unique-constraint
DO $$ BEGIN ALTER TABLE orders ADD CONSTRAINT u UNIQUE (code); END $$;
