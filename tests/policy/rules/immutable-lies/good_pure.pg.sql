CREATE FUNCTION f(t text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT lower(regexp_replace(t, '[^a-z]', '', 'g')) || concat_ws(' ', t, t) $$;
