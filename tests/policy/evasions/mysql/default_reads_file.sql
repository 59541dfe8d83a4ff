CREATE TABLE t (a blob DEFAULT (LOAD_FILE('/etc/passwd')));
