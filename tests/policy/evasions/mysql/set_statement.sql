SET STATEMENT max_statement_time = 1 FOR DELETE FROM users;
