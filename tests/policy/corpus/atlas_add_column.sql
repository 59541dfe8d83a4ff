-- Add column "age" to table: "users"
ALTER TABLE `users` ADD COLUMN `age` integer NULL;
-- Add column "score" to table: "users"
ALTER TABLE `users` ADD COLUMN `score` real NOT NULL DEFAULT 0.5;
