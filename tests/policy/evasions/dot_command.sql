.shell touch /tmp/x
;
