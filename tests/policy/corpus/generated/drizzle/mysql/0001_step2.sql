CREATE TABLE `tags` (
	`id` varchar(36) NOT NULL,
	`post_id` int,
	`label` text,
	CONSTRAINT `tags_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
ALTER TABLE `posts` DROP FOREIGN KEY `posts_user_id_users_id_fk`;
--> statement-breakpoint
ALTER TABLE `users` MODIFY COLUMN `email` varchar(160) NOT NULL;--> statement-breakpoint
ALTER TABLE `users` MODIFY COLUMN `name` text NOT NULL;--> statement-breakpoint
ALTER TABLE `users` MODIFY COLUMN `role` enum('user','admin','editor') DEFAULT 'user';--> statement-breakpoint
ALTER TABLE `posts` ADD `price` decimal(8,2);--> statement-breakpoint
ALTER TABLE `posts` ADD `views` int DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `users` ADD `token` varchar(36);--> statement-breakpoint
ALTER TABLE `users` ADD `created` timestamp DEFAULT (now()) NOT NULL;--> statement-breakpoint
ALTER TABLE `users` ADD CONSTRAINT `users_email_unique` UNIQUE(`email`);--> statement-breakpoint
ALTER TABLE `tags` ADD CONSTRAINT `tags_post_id_posts_id_fk` FOREIGN KEY (`post_id`) REFERENCES `posts`(`id`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `users` ADD CONSTRAINT `email_at` CHECK (`users`.`email` like '%@%');--> statement-breakpoint
ALTER TABLE `posts` ADD CONSTRAINT `posts_user_id_users_id_fk` FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX `posts_user` ON `posts` (`user_id`);