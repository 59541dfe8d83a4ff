SET GLOBAL read_only = 0;
