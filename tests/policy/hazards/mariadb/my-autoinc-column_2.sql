-- expect: my-autoinc-column
ALTER TABLE `orders` ADD `id` INT NOT NULL AUTO_INCREMENT PRIMARY KEY FIRST;
