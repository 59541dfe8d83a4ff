-- expect: rename-table
ALTER TABLE `shop`.`orders` RENAME TO `shop`.`purchases`;
