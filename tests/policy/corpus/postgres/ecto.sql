CREATE TABLE "products" ("id" bigserial, "price" decimal(10,2), "sku" varchar(255), "embedding" float[], "inserted_at" timestamp(0) NOT NULL, "updated_at" timestamp(0) NOT NULL, PRIMARY KEY ("id"));
CREATE UNIQUE INDEX "products_sku_index" ON "products" ("sku") INCLUDE ("price") NULLS NOT DISTINCT;
ALTER TABLE "products" ADD COLUMN "seller_id" bigint, ADD CONSTRAINT "products_seller_id_fkey" FOREIGN KEY ("seller_id") REFERENCES "sellers"("id");
