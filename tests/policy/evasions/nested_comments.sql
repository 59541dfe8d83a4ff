/* /* */ DROP TABLE t; -- */
