-- expect: grant-widening
GRANT SELECT ON *.* TO 'app'@'localhost' WITH GRANT OPTION;
