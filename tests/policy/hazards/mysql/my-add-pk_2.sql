-- expect: my-add-pk
ALTER TABLE `shop`.`orders` ADD CONSTRAINT `p` PRIMARY KEY (`a`, `b`);
