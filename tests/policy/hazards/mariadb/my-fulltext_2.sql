-- expect: my-fulltext
ALTER TABLE `orders` ADD FULLTEXT KEY `f` (`note`, `title`);
