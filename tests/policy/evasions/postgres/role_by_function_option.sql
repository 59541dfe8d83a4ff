ALTER FUNCTION f() SET "Role" TO postgres;
