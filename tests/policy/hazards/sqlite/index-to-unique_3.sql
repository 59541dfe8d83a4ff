-- expect: index-to-unique
DROP INDEX main.users_email;
CREATE UNIQUE INDEX users_email ON "users" ("email");
