SELECT 1 /*! /* */ INTO OUTFILE '/tmp/x' */;
