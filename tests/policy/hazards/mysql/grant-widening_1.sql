-- expect: grant-widening
GRANT ALL PRIVILEGES ON *.* TO 'app'@'%';
