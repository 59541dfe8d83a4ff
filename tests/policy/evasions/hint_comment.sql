SELECT /*+ DROP */ 1;
