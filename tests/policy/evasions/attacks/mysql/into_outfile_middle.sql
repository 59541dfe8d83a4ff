SELECT * INTO OUTFILE '/tmp/x' FROM users;
