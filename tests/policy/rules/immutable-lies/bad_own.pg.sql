CREATE FUNCTION tenant_of(t text) RETURNS text LANGUAGE sql STABLE AS $$ SELECT t || current_setting('app.tenant') $$;
CREATE FUNCTION f(t text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT tenant_of(t) $$;
