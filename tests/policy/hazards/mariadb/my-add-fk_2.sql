-- expect: my-add-fk
ALTER TABLE `shop`.`orders` ADD FOREIGN KEY (`c`) REFERENCES `customers` (`id`);
