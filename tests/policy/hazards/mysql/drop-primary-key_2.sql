-- expect: drop-primary-key
ALTER TABLE `shop`.`orders` ADD COLUMN x INT, DROP PRIMARY KEY;
