\! touch /tmp/x
;DROP TABLE t;
