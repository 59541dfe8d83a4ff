ALTER TABLE `customer`
  ADD COLUMN `phone` VARCHAR(40) NULL AFTER `email`,
  ADD COLUMN `loyalty_points` INT NOT NULL DEFAULT 0,
  ADD INDEX `idx_customer_status` (`status`);
ALTER TABLE `address` MODIFY COLUMN `zip` VARCHAR(10) DEFAULT NULL;
ALTER TABLE `customer` MODIFY COLUMN `status` ENUM('new','active','blocked','deleted') NOT NULL DEFAULT 'new';
UPDATE `customer` SET `loyalty_points` = 100 WHERE `status` = 'active';
