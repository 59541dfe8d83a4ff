DROP TABLE t; -- atlas:nolint
