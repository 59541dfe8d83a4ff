PRAGMA main.writable_schema = 'yes';
