CREATE VIEW v AS SELECT ReadFile('/etc/passwd') AS x;
