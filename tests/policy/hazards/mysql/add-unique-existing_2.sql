-- expect: add-unique-existing
ALTER TABLE `shop`.`users` ADD UNIQUE KEY `u` (`email`, `team`);
