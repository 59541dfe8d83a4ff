-- Disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
-- Create "new_users" table
CREATE TABLE `new_users` (`id` integer NULL, `name` varchar(255) NOT NULL, `age` integer NOT NULL DEFAULT 0, PRIMARY KEY (`id`), CHECK (age >= 0));
-- Copy rows from old table "users" to new temporary table "new_users"
INSERT INTO `new_users` (`id`, `name`, `age`) SELECT `id`, `name`, IFNULL(`age`, 0) AS `age` FROM `users`;
-- Drop "users" table after copying rows
DROP TABLE `users`;
-- Rename temporary table "new_users" to "users"
ALTER TABLE `new_users` RENAME TO `users`;
-- Create index "users_name" to table: "users"
CREATE INDEX `users_name` ON `users` (`name`);
-- Enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;
