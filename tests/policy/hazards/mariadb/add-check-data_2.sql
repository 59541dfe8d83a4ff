-- expect: add-check-data
ALTER TABLE `shop`.`orders` ADD CHECK (`total` > 0);
