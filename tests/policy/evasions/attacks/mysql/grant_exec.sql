GRANT EXECUTE ON PROCEDURE sys.execute_prepared_stmt TO bob;
