-- Create "users" table
CREATE TABLE `users` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `name` text NOT NULL, `email` text NULL, `created_at` datetime NOT NULL DEFAULT (CURRENT_TIMESTAMP));
-- Create index "users_email" to table: "users"
CREATE UNIQUE INDEX `users_email` ON `users` (`email`);
-- Create "posts" table
CREATE TABLE `posts` (`id` integer NOT NULL, `user_id` integer NOT NULL, `title` text NOT NULL, `body` text NULL, PRIMARY KEY (`id`), CONSTRAINT `posts_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON UPDATE NO ACTION ON DELETE CASCADE);
