SET @mode = CONCAT('ANSI', '_QUOTES');
SET @@session.sql_mode = @mode;
DROP TABLE users;
