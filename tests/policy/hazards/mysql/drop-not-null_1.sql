-- expect: drop-not-null
ALTER TABLE orders MODIFY note VARCHAR(40) NOT NULL, ALGORITHM=INSTANT;
ALTER TABLE `orders` CHANGE `note` `note` VARCHAR(40) NULL;
