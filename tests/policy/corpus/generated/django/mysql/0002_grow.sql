--
-- Create model Warehouse
--
CREATE TABLE `shop_warehouse` (`id` uuid NOT NULL PRIMARY KEY, `city` varchar(60) NOT NULL);
--
-- Remove field old_code from product
--
ALTER TABLE `shop_product` DROP COLUMN `old_code`;
--
-- Add field loyalty to customer
--
ALTER TABLE `shop_customer` ADD COLUMN `loyalty` smallint UNSIGNED DEFAULT 0 NOT NULL CHECK (`loyalty` >= 0);
ALTER TABLE `shop_customer` ALTER COLUMN `loyalty` DROP DEFAULT;
--
-- Add field phone to customer
--
ALTER TABLE `shop_customer` ADD COLUMN `phone` varchar(40) NULL;
--
-- Add field extra to product
--
ALTER TABLE `shop_product` ADD COLUMN `extra` json DEFAULT '{}' NOT NULL;
ALTER TABLE `shop_product` ALTER COLUMN `extra` DROP DEFAULT;
--
-- Alter field name on customer
--
ALTER TABLE `shop_customer` MODIFY `name` varchar(200) NOT NULL;
--
-- Alter field customer on order
--
-- (no-op)
--
-- Alter field price on product
--
ALTER TABLE `shop_product` MODIFY `price` numeric(10, 2) NOT NULL;
--
-- Alter field sku on product
--
DROP INDEX `shop_product_sku_20049d15_uniq` ON `shop_product`;
ALTER TABLE `shop_product` ADD CONSTRAINT `shop_product_sku_20049d15_uniq` UNIQUE (`sku`);
--
-- Create index product_title_idx on field(s) title of model product
--
CREATE INDEX `product_title_idx` ON `shop_product` (`title`);
--
-- Create constraint product_price_positive on model product
--
ALTER TABLE `shop_product` ADD CONSTRAINT `product_price_positive` CHECK (`price` >= 0);
--
-- Add field warehouse to order
--
ALTER TABLE `shop_order` ADD COLUMN `warehouse_id` uuid NULL , ADD CONSTRAINT `shop_order_warehouse_id_fb10ab40_fk_shop_warehouse_id` FOREIGN KEY (`warehouse_id`) REFERENCES `shop_warehouse`(`id`);
