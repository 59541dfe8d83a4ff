-- expect: drop-index
ALTER TABLE `orders` DROP KEY `i`;
