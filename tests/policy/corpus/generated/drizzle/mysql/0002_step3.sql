DROP TABLE `tags`;--> statement-breakpoint
ALTER TABLE `users` DROP INDEX `users_email_unique`;--> statement-breakpoint
ALTER TABLE `users` DROP CONSTRAINT `email_at`;--> statement-breakpoint
ALTER TABLE `posts` DROP FOREIGN KEY `posts_user_id_users_id_fk`;
--> statement-breakpoint
DROP INDEX `posts_user` ON `posts`;--> statement-breakpoint
ALTER TABLE `posts` MODIFY COLUMN `user_id` int NOT NULL;--> statement-breakpoint
ALTER TABLE `posts` MODIFY COLUMN `price` decimal(10,2);--> statement-breakpoint
ALTER TABLE `posts` MODIFY COLUMN `views` bigint NOT NULL;--> statement-breakpoint
ALTER TABLE `users` MODIFY COLUMN `email` varchar(40) NOT NULL;--> statement-breakpoint
ALTER TABLE `users` MODIFY COLUMN `name` text;--> statement-breakpoint
ALTER TABLE `users` DROP COLUMN `role`;--> statement-breakpoint
ALTER TABLE `users` DROP COLUMN `legacy`;--> statement-breakpoint
ALTER TABLE `users` DROP COLUMN `token`;