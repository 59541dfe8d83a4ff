-- expect: drop-foreign-key
ALTER TABLE `shop`.`orders` ADD COLUMN x INT, DROP FOREIGN KEY `fk`;
