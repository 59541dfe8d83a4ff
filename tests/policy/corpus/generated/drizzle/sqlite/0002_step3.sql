DROP TABLE `tags`;--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_posts` (
	`id` integer PRIMARY KEY NOT NULL,
	`user_id` integer NOT NULL,
	`title` text NOT NULL,
	`price` numeric,
	`views` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
INSERT INTO `__new_posts`("id", "user_id", "title", "price", "views") SELECT "id", "user_id", "title", "price", "views" FROM `posts`;--> statement-breakpoint
DROP TABLE `posts`;--> statement-breakpoint
ALTER TABLE `__new_posts` RENAME TO `posts`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE TABLE `__new_users` (
	`id` integer PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`name` text,
	`created` text DEFAULT 'now' NOT NULL
);
--> statement-breakpoint
INSERT INTO `__new_users`("id", "email", "name", "created") SELECT "id", "email", "name", "created" FROM `users`;--> statement-breakpoint
DROP TABLE `users`;--> statement-breakpoint
ALTER TABLE `__new_users` RENAME TO `users`;