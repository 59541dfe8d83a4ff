SET @@session.sql_log_bin = OFF;
