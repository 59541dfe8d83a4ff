-- expect: immutable-lies
CREATE FUNCTION public."F"() RETURNS double precision IMMUTABLE LANGUAGE sql AS $$ SELECT random() $$;
