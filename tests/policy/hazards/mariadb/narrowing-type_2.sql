-- expect: narrowing-type
ALTER TABLE `orders` CHANGE `total` `total` SMALLINT NOT NULL;
