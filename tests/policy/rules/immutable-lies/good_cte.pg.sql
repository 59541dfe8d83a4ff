CREATE FUNCTION f(t text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ WITH parts AS (SELECT unnest(string_to_array(t, ',')) AS part) SELECT min(part) FROM parts $$;
