-- expect: fk-missing-index
CREATE TABLE public."Lines" ("Id" bigint PRIMARY KEY, "Order" bigint, FOREIGN KEY ("Order") REFERENCES "Orders" ("Id"));
CREATE INDEX "I" ON public."Lines" ("Id", "Order");
