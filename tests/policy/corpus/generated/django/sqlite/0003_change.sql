BEGIN;
--
-- Create model Purchase
--
CREATE TABLE "shop_purchase" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "placed" datetime NOT NULL, "note" text NOT NULL);
--
-- Remove field customer from order
--
CREATE TABLE "new__shop_order" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "placed" datetime NOT NULL, "note" text NOT NULL, "warehouse_id" char(32) NULL REFERENCES "shop_warehouse" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "new__shop_order" ("id", "placed", "note", "warehouse_id") SELECT "id", "placed", "note", "warehouse_id" FROM "shop_order";
DROP TABLE "shop_order";
ALTER TABLE "new__shop_order" RENAME TO "shop_order";
CREATE INDEX "shop_purchase_placed_19dd5f14" ON "shop_purchase" ("placed");
CREATE INDEX "shop_order_placed_6a0403a6" ON "shop_order" ("placed");
CREATE INDEX "shop_order_warehouse_id_fb10ab40" ON "shop_order" ("warehouse_id");
--
-- Remove field products from order
--
DROP TABLE "shop_order_products";
--
-- Remove field warehouse from order
--
CREATE TABLE "new__shop_order" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "placed" datetime NOT NULL, "note" text NOT NULL);
INSERT INTO "new__shop_order" ("id", "placed", "note") SELECT "id", "placed", "note" FROM "shop_order";
DROP TABLE "shop_order";
ALTER TABLE "new__shop_order" RENAME TO "shop_order";
CREATE INDEX "shop_order_placed_6a0403a6" ON "shop_order" ("placed");
--
-- Remove constraint product_price_positive from model product
--
CREATE TABLE "new__shop_product" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "sku" varchar(50) NOT NULL UNIQUE, "title" varchar(120) NOT NULL, "price" decimal NOT NULL, "active" bool NOT NULL, "extra" text NOT NULL CHECK ((JSON_VALID("extra") OR "extra" IS NULL)));
INSERT INTO "new__shop_product" ("id", "sku", "title", "price", "active", "extra") SELECT "id", "sku", "title", "price", "active", "extra" FROM "shop_product";
DROP TABLE "shop_product";
ALTER TABLE "new__shop_product" RENAME TO "shop_product";
CREATE INDEX "product_title_idx" ON "shop_product" ("title");
--
-- Remove index product_title_idx from product
--
DROP INDEX "product_title_idx";
--
-- Rename field name on customer to full_name
--
ALTER TABLE "shop_customer" RENAME COLUMN "name" TO "full_name";
--
-- Remove field active from product
--
ALTER TABLE "shop_product" DROP COLUMN "active";
--
-- Alter field loyalty on customer
--
CREATE TABLE "new__shop_customer" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "email" varchar(254) NOT NULL UNIQUE, "created" datetime NOT NULL, "phone" varchar(40) NULL, "full_name" varchar(200) NOT NULL, "loyalty" integer NOT NULL);
INSERT INTO "new__shop_customer" ("id", "email", "created", "phone", "full_name", "loyalty") SELECT "id", "email", "created", "phone", "full_name", "loyalty" FROM "shop_customer";
DROP TABLE "shop_customer";
ALTER TABLE "new__shop_customer" RENAME TO "shop_customer";
--
-- Alter field phone on customer
--
CREATE TABLE "new__shop_customer" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "email" varchar(254) NOT NULL UNIQUE, "created" datetime NOT NULL, "loyalty" integer NOT NULL, "full_name" varchar(200) NOT NULL, "phone" varchar(40) NOT NULL);
INSERT INTO "new__shop_customer" ("id", "email", "created", "loyalty", "full_name", "phone") SELECT "id", "email", "created", "loyalty", "full_name", coalesce("phone", '') FROM "shop_customer";
DROP TABLE "shop_customer";
ALTER TABLE "new__shop_customer" RENAME TO "shop_customer";
--
-- Alter unique_together for customer (1 constraint(s))
--
CREATE UNIQUE INDEX "shop_customer_full_name_phone_87fb144c_uniq" ON "shop_customer" ("full_name", "phone");
--
-- Add field customer to purchase
--
CREATE TABLE "new__shop_purchase" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "placed" datetime NOT NULL, "note" text NOT NULL, "customer_id" bigint NOT NULL REFERENCES "shop_customer" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "new__shop_purchase" ("id", "placed", "note", "customer_id") SELECT "id", "placed", "note", NULL FROM "shop_purchase";
DROP TABLE "shop_purchase";
ALTER TABLE "new__shop_purchase" RENAME TO "shop_purchase";
CREATE INDEX "shop_purchase_placed_19dd5f14" ON "shop_purchase" ("placed");
CREATE INDEX "shop_purchase_customer_id_a96576f4" ON "shop_purchase" ("customer_id");
--
-- Add field warehouse to purchase
--
CREATE TABLE "new__shop_purchase" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "placed" datetime NOT NULL, "note" text NOT NULL, "customer_id" bigint NOT NULL REFERENCES "shop_customer" ("id") DEFERRABLE INITIALLY DEFERRED, "warehouse_id" char(32) NOT NULL REFERENCES "shop_warehouse" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "new__shop_purchase" ("id", "placed", "note", "customer_id", "warehouse_id") SELECT "id", "placed", "note", "customer_id", NULL FROM "shop_purchase";
DROP TABLE "shop_purchase";
ALTER TABLE "new__shop_purchase" RENAME TO "shop_purchase";
CREATE INDEX "shop_purchase_placed_19dd5f14" ON "shop_purchase" ("placed");
CREATE INDEX "shop_purchase_customer_id_a96576f4" ON "shop_purchase" ("customer_id");
CREATE INDEX "shop_purchase_warehouse_id_6c291cdd" ON "shop_purchase" ("warehouse_id");
--
-- Delete model Order
--
DROP TABLE "shop_order";
COMMIT;
