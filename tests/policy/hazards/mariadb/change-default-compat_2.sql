-- expect: change-default-compat
ALTER TABLE `shop`.`orders` ALTER `state` DROP DEFAULT;
