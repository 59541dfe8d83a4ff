-- expect: collation-change-reindex
ALTER TABLE orders ADD COLUMN x text, ALTER COLUMN note TYPE text COLLATE pg_catalog."POSIX";
