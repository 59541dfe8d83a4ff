CREATE FUNCTION f(t text) RETURNS text LANGUAGE sql VOLATILE AS $$ SELECT t || random() $$;
