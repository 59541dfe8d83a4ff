CREATE TABLE "Order Items" ("Id" INTEGER PRIMARY KEY, "Order" INTEGER NOT NULL, [some text] TEXT, `more` TEXT);
CREATE INDEX "ix Order" ON "Order Items" ("Order");
