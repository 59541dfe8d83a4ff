-- expect: drop-column-compat
ALTER TABLE `shop`.`orders` DROP `note`;
