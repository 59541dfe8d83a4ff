-- expect: my-enforce-check
ALTER TABLE `shop`.`orders` ALTER CONSTRAINT `c` ENFORCED;
