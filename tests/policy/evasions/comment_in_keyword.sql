DR/**/OP TABLE t;
