CREATE FUNCTION f(t text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT rate::text FROM rates WHERE name = t $$;
