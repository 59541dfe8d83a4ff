--
-- Create model Customer
--
CREATE TABLE `shop_customer` (`id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY, `email` varchar(254) NOT NULL UNIQUE, `name` varchar(80) NOT NULL, `created` datetime(6) NOT NULL);
--
-- Create model Product
--
CREATE TABLE `shop_product` (`id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY, `sku` varchar(50) NOT NULL, `title` varchar(120) NOT NULL, `price` numeric(8, 2) NOT NULL, `active` bool NOT NULL, `old_code` integer NULL);
--
-- Create model Order
--
CREATE TABLE `shop_order` (`id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY, `placed` datetime(6) NOT NULL, `note` longtext NOT NULL, `customer_id` bigint NOT NULL);
CREATE TABLE `shop_order_products` (`id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY, `order_id` bigint NOT NULL, `product_id` bigint NOT NULL);
CREATE INDEX `shop_product_sku_20049d15` ON `shop_product` (`sku`);
ALTER TABLE `shop_order` ADD CONSTRAINT `shop_order_customer_id_f638df20_fk_shop_customer_id` FOREIGN KEY (`customer_id`) REFERENCES `shop_customer` (`id`);
CREATE INDEX `shop_order_placed_6a0403a6` ON `shop_order` (`placed`);
ALTER TABLE `shop_order_products` ADD CONSTRAINT `shop_order_products_order_id_product_id_f3e362e3_uniq` UNIQUE (`order_id`, `product_id`);
ALTER TABLE `shop_order_products` ADD CONSTRAINT `shop_order_products_order_id_8b06bc99_fk_shop_order_id` FOREIGN KEY (`order_id`) REFERENCES `shop_order` (`id`);
ALTER TABLE `shop_order_products` ADD CONSTRAINT `shop_order_products_product_id_41254e13_fk_shop_product_id` FOREIGN KEY (`product_id`) REFERENCES `shop_product` (`id`);
