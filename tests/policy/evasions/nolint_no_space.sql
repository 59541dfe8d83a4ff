--atlas:nolint DS102
DROP TABLE t;
