-- expect: set-not-null-sqlite
PRAGMA foreign_keys = off;
CREATE TABLE "new" ("id" INTEGER PRIMARY KEY, "note" TEXT NOT NULL CHECK ("note" <> ''));
INSERT INTO "new" ("id", "note") SELECT "id", "note" FROM "Orders" ORDER BY "id";
DROP TABLE "Orders";
ALTER TABLE "new" RENAME TO "Orders";
PRAGMA foreign_keys = on;
