-- expect: disable-trigger-all
DO $$ BEGIN ALTER TABLE orders DISABLE TRIGGER ALL; END $$;
