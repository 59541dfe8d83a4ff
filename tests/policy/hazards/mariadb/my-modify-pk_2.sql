-- expect: my-modify-pk
ALTER TABLE `shop`.`orders` DROP PRIMARY KEY, ADD PRIMARY KEY (`uuid`);
