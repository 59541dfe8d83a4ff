SET @@global.local_infile = 1;
