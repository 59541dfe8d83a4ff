-- expect: add-fk-data
ALTER TABLE `shop`.`orders` ADD FOREIGN KEY `f` (`a`, `b`) REFERENCES `customers` (`a`, `b`) ON DELETE CASCADE;
