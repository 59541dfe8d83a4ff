-- harmlessDROP TABLE t;
SELECT 1;
