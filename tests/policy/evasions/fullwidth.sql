ＤＲＯＰ TABLE t;
