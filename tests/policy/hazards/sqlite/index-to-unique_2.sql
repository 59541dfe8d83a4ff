-- expect: index-to-unique
DROP INDEX IF EXISTS "users_email";
CREATE UNIQUE INDEX users_email ON users (email);
