-- expect: drop-column-in-index
CREATE UNIQUE INDEX "Ix" ON "Orders" ("Note");
ALTER TABLE "Orders" ADD COLUMN x text, DROP COLUMN "Note";
