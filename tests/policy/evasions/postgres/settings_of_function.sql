CREATE FUNCTION f() RETURNS void LANGUAGE sql SET session_authorization = postgres AS 'SELECT 1';
