CREATE FUNCTION f(d timestamp) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT date_trunc('day', d)::text $$;
