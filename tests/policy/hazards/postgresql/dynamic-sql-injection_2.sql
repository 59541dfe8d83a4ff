-- expect: dynamic-sql-injection
CREATE FUNCTION f(n text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE format('SELECT * FROM users WHERE name = ''%s''', n); END $$;
