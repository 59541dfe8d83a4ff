CREATE TABLE "order" ("group" text, [select] integer, `from` text, "drop" text);
CREATE INDEX "index" ON "order" ("group", [select]);
