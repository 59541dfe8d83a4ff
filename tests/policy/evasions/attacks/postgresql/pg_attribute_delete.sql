DELETE FROM "pg_attribute" WHERE attrelid = 1;
