CREATE FUNCTION full_name(first text, last text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT trim(first || ' ' || last) $$;
