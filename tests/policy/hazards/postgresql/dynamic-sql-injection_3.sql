-- expect: dynamic-sql-injection
CREATE OR REPLACE PROCEDURE public.p(w text) LANGUAGE plpgsql AS $$ DECLARE q text; BEGIN q := 'UPDATE t SET a = 1 WHERE ' || w; EXECUTE q; END $$;
