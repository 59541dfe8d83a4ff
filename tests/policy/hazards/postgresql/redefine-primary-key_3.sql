-- expect: redefine-primary-key
ALTER TABLE "Orders" DROP CONSTRAINT "Orders_pkey" CASCADE;
ALTER TABLE "Orders" ADD PRIMARY KEY ("Id");
