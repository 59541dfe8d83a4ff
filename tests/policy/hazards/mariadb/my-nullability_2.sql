-- expect: my-nullability
ALTER TABLE orders MODIFY note VARCHAR(40) NULL, ALGORITHM=INSTANT;
ALTER TABLE `orders` CHANGE `note` `note` VARCHAR(40) NOT NULL;
