CREATE VIRTUAL TABLE t USING csv(filename='/etc/passwd');
