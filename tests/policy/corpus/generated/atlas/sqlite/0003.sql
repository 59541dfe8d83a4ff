-- Disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
-- Create "new_account" table
CREATE TABLE `new_account` (`id` integer NULL PRIMARY KEY AUTOINCREMENT, `email` text NOT NULL, `state` text NULL, `note` text NULL, `created` datetime NOT NULL DEFAULT (CURRENT_TIMESTAMP));
-- Copy rows from old table "account" to new temporary table "new_account"
INSERT INTO `new_account` (`id`, `email`, `state`, `note`, `created`) SELECT `id`, `email`, `state`, `note`, `created` FROM `account`;
-- Drop "account" table after copying rows
DROP TABLE `account`;
-- Rename temporary table "new_account" to "account"
ALTER TABLE `new_account` RENAME TO `account`;
-- Create "new_invoice" table
CREATE TABLE `new_invoice` (`id` integer NULL PRIMARY KEY AUTOINCREMENT, `account_id` integer NULL, `total` real NULL, `issued` datetime NULL, `paid` boolean NOT NULL DEFAULT true, `cents` integer NULL AS (total * 100) STORED);
-- Copy rows from old table "invoice" to new temporary table "new_invoice"
INSERT INTO `new_invoice` (`id`, `account_id`, `total`, `issued`, `paid`) SELECT `id`, `account_id`, `total`, `issued`, IFNULL(`paid`, true) AS `paid` FROM `invoice`;
-- Drop "invoice" table after copying rows
DROP TABLE `invoice`;
-- Rename temporary table "new_invoice" to "invoice"
ALTER TABLE `new_invoice` RENAME TO `invoice`;
-- Create index "invoice_account_issued" to table: "invoice"
CREATE UNIQUE INDEX `invoice_account_issued` ON `invoice` (`account_id`, `issued`);
-- Drop "payment" table
DROP TABLE `payment`;
-- Enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;
