-- expect: immutable-lies
CREATE FUNCTION f() RETURNS timestamptz LANGUAGE sql IMMUTABLE AS $$ SELECT now() $$;
