-- expect: set-not-null-data
ALTER TABLE `orders` CHANGE `note` `note` TEXT NOT NULL;
