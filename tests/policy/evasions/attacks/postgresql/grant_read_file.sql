GRANT EXECUTE ON FUNCTION pg_read_file(text) TO bob;
