SELECT * FROM "pg_catalog"."pg_ls_dir"('/') AS d(name) WHERE "d"."name" <> 'x';
