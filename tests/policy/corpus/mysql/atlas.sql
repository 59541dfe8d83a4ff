-- Create "users" table
CREATE TABLE `users` (`id` bigint NOT NULL AUTO_INCREMENT, `name` varchar(255) NOT NULL, PRIMARY KEY (`id`), UNIQUE INDEX `name` (`name`)) CHARSET utf8mb4 COLLATE utf8mb4_bin;
-- Modify "users" table
ALTER TABLE `users` ADD COLUMN `age` bigint NOT NULL DEFAULT 0, ADD INDEX `age` (`age`);
-- Drop index "age" from table: "users"
ALTER TABLE `users` DROP INDEX `age`;
