CREATE VIEW v AS SELECT load_file('/etc/passwd') AS a;
