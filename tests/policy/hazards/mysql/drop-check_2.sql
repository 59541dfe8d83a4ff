-- expect: drop-check
ALTER TABLE `shop`.`orders` DROP CHECK `c`, ADD COLUMN x INT;
