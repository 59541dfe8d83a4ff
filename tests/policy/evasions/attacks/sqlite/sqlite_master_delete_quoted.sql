DELETE FROM "sqlite_master" WHERE type = 'table';
