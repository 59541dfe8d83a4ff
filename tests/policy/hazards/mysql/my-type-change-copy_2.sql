-- expect: my-type-change-copy
ALTER TABLE `shop`.`orders` CHANGE `total` `total` DECIMAL(20,2);
