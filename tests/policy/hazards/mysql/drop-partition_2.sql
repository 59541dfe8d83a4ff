-- expect: drop-partition
ALTER TABLE `shop`.`readings` TRUNCATE PARTITION p2019, p2020;
