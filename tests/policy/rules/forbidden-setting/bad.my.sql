SET SESSION sql_log_bin = 0;
SET lock_wait_timeout = 0;
USE other;
