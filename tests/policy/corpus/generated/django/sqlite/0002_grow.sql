BEGIN;
--
-- Create model Warehouse
--
CREATE TABLE "shop_warehouse" ("id" char(32) NOT NULL PRIMARY KEY, "city" varchar(60) NOT NULL);
--
-- Remove field old_code from product
--
ALTER TABLE "shop_product" DROP COLUMN "old_code";
--
-- Add field loyalty to customer
--
CREATE TABLE "new__shop_customer" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "email" varchar(254) NOT NULL UNIQUE, "name" varchar(80) NOT NULL, "created" datetime NOT NULL, "loyalty" smallint unsigned NOT NULL CHECK ("loyalty" >= 0));
INSERT INTO "new__shop_customer" ("id", "email", "name", "created", "loyalty") SELECT "id", "email", "name", "created", 0 FROM "shop_customer";
DROP TABLE "shop_customer";
ALTER TABLE "new__shop_customer" RENAME TO "shop_customer";
--
-- Add field phone to customer
--
ALTER TABLE "shop_customer" ADD COLUMN "phone" varchar(40) NULL;
--
-- Add field extra to product
--
CREATE TABLE "new__shop_product" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "sku" varchar(50) NOT NULL, "title" varchar(120) NOT NULL, "price" decimal NOT NULL, "active" bool NOT NULL, "extra" text NOT NULL CHECK ((JSON_VALID("extra") OR "extra" IS NULL)));
INSERT INTO "new__shop_product" ("id", "sku", "title", "price", "active", "extra") SELECT "id", "sku", "title", "price", "active", '{}' FROM "shop_product";
DROP TABLE "shop_product";
ALTER TABLE "new__shop_product" RENAME TO "shop_product";
CREATE INDEX "shop_product_sku_20049d15" ON "shop_product" ("sku");
--
-- Alter field name on customer
--
CREATE TABLE "new__shop_customer" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "email" varchar(254) NOT NULL UNIQUE, "created" datetime NOT NULL, "loyalty" smallint unsigned NOT NULL CHECK ("loyalty" >= 0), "phone" varchar(40) NULL, "name" varchar(200) NOT NULL);
INSERT INTO "new__shop_customer" ("id", "email", "created", "loyalty", "phone", "name") SELECT "id", "email", "created", "loyalty", "phone", "name" FROM "shop_customer";
DROP TABLE "shop_customer";
ALTER TABLE "new__shop_customer" RENAME TO "shop_customer";
--
-- Alter field customer on order
--
-- (no-op)
--
-- Alter field price on product
--
CREATE TABLE "new__shop_product" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "sku" varchar(50) NOT NULL, "title" varchar(120) NOT NULL, "active" bool NOT NULL, "extra" text NOT NULL CHECK ((JSON_VALID("extra") OR "extra" IS NULL)), "price" decimal NOT NULL);
INSERT INTO "new__shop_product" ("id", "sku", "title", "active", "extra", "price") SELECT "id", "sku", "title", "active", "extra", "price" FROM "shop_product";
DROP TABLE "shop_product";
ALTER TABLE "new__shop_product" RENAME TO "shop_product";
CREATE INDEX "shop_product_sku_20049d15" ON "shop_product" ("sku");
--
-- Alter field sku on product
--
CREATE TABLE "new__shop_product" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "title" varchar(120) NOT NULL, "price" decimal NOT NULL, "active" bool NOT NULL, "extra" text NOT NULL CHECK ((JSON_VALID("extra") OR "extra" IS NULL)), "sku" varchar(50) NOT NULL UNIQUE);
INSERT INTO "new__shop_product" ("id", "title", "price", "active", "extra", "sku") SELECT "id", "title", "price", "active", "extra", "sku" FROM "shop_product";
DROP TABLE "shop_product";
ALTER TABLE "new__shop_product" RENAME TO "shop_product";
--
-- Create index product_title_idx on field(s) title of model product
--
CREATE INDEX "product_title_idx" ON "shop_product" ("title");
--
-- Create constraint product_price_positive on model product
--
CREATE TABLE "new__shop_product" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "sku" varchar(50) NOT NULL UNIQUE, "title" varchar(120) NOT NULL, "price" decimal NOT NULL, "active" bool NOT NULL, "extra" text NOT NULL CHECK ((JSON_VALID("extra") OR "extra" IS NULL)), CONSTRAINT "product_price_positive" CHECK ("price" >= '0'));
INSERT INTO "new__shop_product" ("id", "sku", "title", "price", "active", "extra") SELECT "id", "sku", "title", "price", "active", "extra" FROM "shop_product";
DROP TABLE "shop_product";
ALTER TABLE "new__shop_product" RENAME TO "shop_product";
CREATE INDEX "product_title_idx" ON "shop_product" ("title");
--
-- Add field warehouse to order
--
ALTER TABLE "shop_order" ADD COLUMN "warehouse_id" char(32) NULL REFERENCES "shop_warehouse" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "shop_order_warehouse_id_fb10ab40" ON "shop_order" ("warehouse_id");
COMMIT;
