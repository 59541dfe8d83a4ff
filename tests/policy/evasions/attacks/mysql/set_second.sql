SET @a = 1, sql_log_bin = 0;
