SET SESSION a = 1, GLOBAL local_infile = 1;
