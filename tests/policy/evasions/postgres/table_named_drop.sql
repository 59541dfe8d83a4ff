CREATE TABLE "DROP TABLE users;" ("DELETE" text, "pg_read_file" int);
SELECT "pg_read_file" FROM "DROP TABLE users;";
