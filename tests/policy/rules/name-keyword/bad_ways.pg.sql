ALTER TABLE users ADD COLUMN "user" text;
ALTER TABLE users RENAME COLUMN mail TO "desc";
ALTER TABLE users RENAME TO "table";
CREATE VIEW "group" AS SELECT 1;
CREATE TYPE "check" AS ENUM ('a');
