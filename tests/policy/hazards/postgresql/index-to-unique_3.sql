-- expect: index-to-unique
CREATE TABLE x (id int);
DROP INDEX "Users_email";
CREATE UNIQUE INDEX "Users_email" ON "Users" ("Email", "Team");
