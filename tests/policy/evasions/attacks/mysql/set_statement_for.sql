SET STATEMENT sql_log_bin = 0 FOR DELETE FROM users;
