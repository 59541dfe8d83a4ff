-- expect: my-engine
ALTER TABLE `shop`.`orders` ENGINE = MyISAM;
