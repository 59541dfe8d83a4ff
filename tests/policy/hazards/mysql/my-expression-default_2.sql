-- expect: my-expression-default
ALTER TABLE `orders` ADD `n` DOUBLE NOT NULL DEFAULT (rand());
