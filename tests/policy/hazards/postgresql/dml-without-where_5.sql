-- expect: dml-without-where
DO $$ BEGIN UPDATE orders SET total = 0 WHERE true; END $$;
