\! touch /tmp/pwned
;
