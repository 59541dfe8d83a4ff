-- expect: drop-table
DO $$ DECLARE n integer := 1; BEGIN IF n = 1 THEN DROP TABLE public.orders; END IF; END $$;
