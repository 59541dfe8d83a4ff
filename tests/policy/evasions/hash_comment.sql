# atlas:nolint
DROP TABLE t;
