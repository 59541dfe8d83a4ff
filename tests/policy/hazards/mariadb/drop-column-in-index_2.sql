-- expect: drop-column-in-index
ALTER TABLE `orders` ADD INDEX `i` (`a`, `note`);
ALTER TABLE `orders` DROP `note`;
