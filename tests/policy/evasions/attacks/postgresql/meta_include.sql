\i /tmp/x.sql
SELECT 1;