UPDATE pg_settings SET setting = 'postgres' WHERE name = 'role';
