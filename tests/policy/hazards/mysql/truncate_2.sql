-- expect: truncate
TRUNCATE TABLE `shop`.`orders`;
