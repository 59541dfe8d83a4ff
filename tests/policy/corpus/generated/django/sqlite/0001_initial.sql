BEGIN;
--
-- Create model Customer
--
CREATE TABLE "shop_customer" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "email" varchar(254) NOT NULL UNIQUE, "name" varchar(80) NOT NULL, "created" datetime NOT NULL);
--
-- Create model Product
--
CREATE TABLE "shop_product" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "sku" varchar(50) NOT NULL, "title" varchar(120) NOT NULL, "price" decimal NOT NULL, "active" bool NOT NULL, "old_code" integer NULL);
--
-- Create model Order
--
CREATE TABLE "shop_order" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "placed" datetime NOT NULL, "note" text NOT NULL, "customer_id" bigint NOT NULL REFERENCES "shop_customer" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "shop_order_products" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "order_id" bigint NOT NULL REFERENCES "shop_order" ("id") DEFERRABLE INITIALLY DEFERRED, "product_id" bigint NOT NULL REFERENCES "shop_product" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE INDEX "shop_product_sku_20049d15" ON "shop_product" ("sku");
CREATE INDEX "shop_order_placed_6a0403a6" ON "shop_order" ("placed");
CREATE INDEX "shop_order_customer_id_f638df20" ON "shop_order" ("customer_id");
CREATE UNIQUE INDEX "shop_order_products_order_id_product_id_f3e362e3_uniq" ON "shop_order_products" ("order_id", "product_id");
CREATE INDEX "shop_order_products_order_id_8b06bc99" ON "shop_order_products" ("order_id");
CREATE INDEX "shop_order_products_product_id_41254e13" ON "shop_order_products" ("product_id");
COMMIT;
