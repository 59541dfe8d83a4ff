SET SESSION lock_wait_timeout = 5;
ALTER TABLE `orders` ADD COLUMN `note` varchar(100) NULL, ALGORITHM=INSTANT;
ALTER TABLE `orders` ADD INDEX `orders_note` (`note`(20)), ALGORITHM=INPLACE, LOCK=NONE;
CREATE INDEX orders_total ON orders (total) ALGORITHM=INPLACE LOCK=NONE;
