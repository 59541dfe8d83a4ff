source /tmp/x.sql
