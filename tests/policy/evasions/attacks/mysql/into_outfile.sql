SELECT * FROM users INTO OUTFILE '/tmp/x';
