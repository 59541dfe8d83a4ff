CREATE TABLE "Sales"."Order Items" ("Id" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "Order" bigint NOT NULL);
CREATE INDEX "ix Order" ON "Sales"."Order Items" ("Order");
