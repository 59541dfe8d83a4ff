-- expect: column-order
ALTER TABLE `orders` CHANGE `note` `note` VARCHAR(50) AFTER `id`;
