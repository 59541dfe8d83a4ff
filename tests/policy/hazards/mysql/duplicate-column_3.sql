-- expect: duplicate-column
ALTER TABLE `orders` ADD COLUMN x INT, ADD COLUMN `x` TEXT;
