-- expect: drop-column
ALTER TABLE `shop`.`orders` DROP `note`, ADD COLUMN x INT NULL;
