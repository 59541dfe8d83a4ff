SELECT @a := LOAD_FILE('/etc/passwd');
