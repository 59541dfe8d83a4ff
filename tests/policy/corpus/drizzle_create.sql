CREATE TABLE `todos` (
	`id` integer PRIMARY KEY NOT NULL,
	`title` text(120) NOT NULL,
	`done` integer DEFAULT false NOT NULL,
	`owner` text,
	FOREIGN KEY (`owner`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `todos_owner` ON `todos` (`owner`);
