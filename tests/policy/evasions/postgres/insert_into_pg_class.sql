INSERT INTO pg_catalog.pg_proc SELECT * FROM pg_proc;
