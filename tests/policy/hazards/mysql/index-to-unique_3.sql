-- expect: index-to-unique
ALTER TABLE `users` DROP KEY `email`;
ALTER TABLE `users` ADD UNIQUE KEY `email` (`email`);
