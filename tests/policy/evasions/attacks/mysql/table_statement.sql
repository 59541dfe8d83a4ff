TABLE users INTO OUTFILE '/tmp/x';
