-- expect: immutable-lies
CREATE OR REPLACE FUNCTION f(t timestamptz) RETURNS boolean IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN RETURN t < clock_timestamp(); END $$;
