CREATE FUNCTION f(at timestamptz) RETURNS text LANGUAGE sql IMMUTABLE RETURN to_char(at, 'YYYY-MM');
