-- expect: my-partitioning
ALTER TABLE `orders` REMOVE PARTITIONING;
