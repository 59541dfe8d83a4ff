PRAGMA foreign_keys = OFF;
CREATE TEMPORARY TABLE "aarticles" ("id" integer NOT NULL PRIMARY KEY, "title" varchar DEFAULT NULL, "body" text DEFAULT NULL);
INSERT INTO "aarticles" ("id","title","body") SELECT "id","title","body" FROM "articles";
DROP TABLE "articles";
CREATE TABLE "articles" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "title" varchar NOT NULL, "body" text DEFAULT NULL);
INSERT INTO "articles" ("id","title","body") SELECT "id","title","body" FROM "aarticles";
DROP TABLE "aarticles";
PRAGMA foreign_keys = ON;
