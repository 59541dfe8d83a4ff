SELECT dblink_exec('dbname=app', 'DELETE FROM users');
