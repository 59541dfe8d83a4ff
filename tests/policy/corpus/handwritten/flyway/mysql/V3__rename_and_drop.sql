RENAME TABLE `address` TO `postal_address`;
ALTER TABLE `customer` CHANGE COLUMN `phone` `phone_number` VARCHAR(40) NULL;
ALTER TABLE `postal_address` DROP FOREIGN KEY `fk_address_customer`;
ALTER TABLE `postal_address` DROP INDEX `idx_address_customer`, DROP COLUMN `zip`;
DROP TABLE IF EXISTS `customer_old`;
ALTER TABLE `customer` CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_ai_ci;
