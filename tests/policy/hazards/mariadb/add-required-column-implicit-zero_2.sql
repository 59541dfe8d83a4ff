-- expect: add-required-column-implicit-zero
ALTER TABLE `shop`.`orders` ADD `code` VARCHAR(20) NOT NULL, ADD COLUMN y INT NULL;
