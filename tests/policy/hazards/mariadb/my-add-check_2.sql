-- expect: my-add-check
ALTER TABLE `shop`.`orders` ADD CHECK (`total` > 0);
