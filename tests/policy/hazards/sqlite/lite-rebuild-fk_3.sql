-- expect: lite-rebuild-fk
PRAGMA foreign_keys = on;
CREATE TABLE "_new" (id INTEGER PRIMARY KEY, total REAL);
INSERT INTO "_new" (id, total) SELECT id, total FROM "Orders";
DROP TABLE "Orders";
ALTER TABLE "_new" RENAME TO "Orders";
