-- expect: type-change-compat
ALTER TABLE `orders` CHANGE `state` `state` INT;
