CREATE FUNCTION helper(t text) RETURNS text LANGUAGE sql  AS $$ SELECT upper(t) $$;
CREATE FUNCTION f(t text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT helper(t) $$;
