-- expect: rename-column
ALTER TABLE `orders` CHANGE `note` `remark` TEXT;
