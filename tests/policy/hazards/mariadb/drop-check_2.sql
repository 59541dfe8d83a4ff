-- expect: drop-check
ALTER TABLE `shop`.`orders` DROP CONSTRAINT IF EXISTS `chk_total`;
