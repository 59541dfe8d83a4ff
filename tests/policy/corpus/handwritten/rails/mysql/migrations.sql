CREATE TABLE `articles` (`id` bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, `title` varchar(255), `body` text, `created_at` datetime(6) NOT NULL, `updated_at` datetime(6) NOT NULL) DEFAULT CHARSET=utf8mb4;
ALTER TABLE `posts` ADD `slug` varchar(255);
CREATE UNIQUE INDEX `index_posts_on_slug` ON `posts` (`slug`);
ALTER TABLE `posts` CHANGE `title` `title` varchar(500) DEFAULT NULL;
ALTER TABLE `posts` ADD CONSTRAINT `fk_rails_5b5ddfd518` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`);
ALTER TABLE `posts` DROP COLUMN `views`;
DROP INDEX `index_posts_on_user_id` ON `posts`;
