-- expect: my-charset-column
ALTER TABLE `orders` CHANGE `note` `note` TEXT COLLATE utf8mb4_bin;
