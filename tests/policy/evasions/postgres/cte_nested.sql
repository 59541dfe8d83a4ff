SELECT * FROM (WITH x AS (SELECT 1) SELECT (SELECT dblink_exec('dbname=x', 'DROP TABLE y')) FROM x) q;
