--
-- Create model Purchase
--
CREATE TABLE `shop_purchase` (`id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY, `placed` datetime(6) NOT NULL, `note` longtext NOT NULL);
--
-- Remove field customer from order
--
ALTER TABLE `shop_order` DROP FOREIGN KEY `shop_order_customer_id_f638df20_fk_shop_customer_id`;
ALTER TABLE `shop_order` DROP COLUMN `customer_id`;
--
-- Remove field products from order
--
DROP TABLE `shop_order_products` CASCADE;
--
-- Remove field warehouse from order
--
ALTER TABLE `shop_order` DROP FOREIGN KEY `shop_order_warehouse_id_fb10ab40_fk_shop_warehouse_id`;
ALTER TABLE `shop_order` DROP COLUMN `warehouse_id`;
--
-- Remove constraint product_price_positive from model product
--
ALTER TABLE `shop_product` DROP CONSTRAINT IF EXISTS `product_price_positive`;
--
-- Remove index product_title_idx from product
--
DROP INDEX `product_title_idx` ON `shop_product`;
--
-- Rename field name on customer to full_name
--
ALTER TABLE `shop_customer` RENAME COLUMN `name` TO `full_name`;
--
-- Remove field active from product
--
ALTER TABLE `shop_product` DROP COLUMN `active`;
--
-- Alter field loyalty on customer
--
ALTER TABLE `shop_customer` DROP CONSTRAINT IF EXISTS `shop_customer_loyalty_08df83c9_check`;
ALTER TABLE `shop_customer` MODIFY `loyalty` integer NOT NULL;
--
-- Alter field phone on customer
--
ALTER TABLE `shop_customer` ALTER COLUMN `phone` SET DEFAULT '';
UPDATE `shop_customer` SET `phone` = '' WHERE `phone` IS NULL;
ALTER TABLE `shop_customer` MODIFY `phone` varchar(40) NOT NULL;
ALTER TABLE `shop_customer` ALTER COLUMN `phone` DROP DEFAULT;
--
-- Alter unique_together for customer (1 constraint(s))
--
ALTER TABLE `shop_customer` ADD CONSTRAINT `shop_customer_full_name_phone_87fb144c_uniq` UNIQUE (`full_name`, `phone`);
--
-- Add field customer to purchase
--
ALTER TABLE `shop_purchase` ADD COLUMN `customer_id` bigint NOT NULL , ADD CONSTRAINT `shop_purchase_customer_id_a96576f4_fk_shop_customer_id` FOREIGN KEY (`customer_id`) REFERENCES `shop_customer`(`id`);
--
-- Add field warehouse to purchase
--
ALTER TABLE `shop_purchase` ADD COLUMN `warehouse_id` uuid NOT NULL , ADD CONSTRAINT `shop_purchase_warehouse_id_6c291cdd_fk_shop_warehouse_id` FOREIGN KEY (`warehouse_id`) REFERENCES `shop_warehouse`(`id`);
--
-- Delete model Order
--
DROP TABLE `shop_order` CASCADE;
CREATE INDEX `shop_purchase_placed_19dd5f14` ON `shop_purchase` (`placed`);
