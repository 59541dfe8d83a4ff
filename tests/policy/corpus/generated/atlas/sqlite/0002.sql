-- Disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
-- Create "new_account" table
CREATE TABLE `new_account` (`id` integer NULL PRIMARY KEY AUTOINCREMENT, `email` text NOT NULL, `state` text NOT NULL DEFAULT 'trial', `note` text NOT NULL DEFAULT '', `legacy` integer NULL, `created` datetime NOT NULL DEFAULT (CURRENT_TIMESTAMP), CONSTRAINT `account_email_at` CHECK (email LIKE '%@%'));
-- Copy rows from old table "account" to new temporary table "new_account"
INSERT INTO `new_account` (`id`, `email`, `state`, `note`, `legacy`) SELECT `id`, `email`, `state`, IFNULL(`note`, '') AS `note`, `legacy` FROM `account`;
-- Drop "account" table after copying rows
DROP TABLE `account`;
-- Rename temporary table "new_account" to "account"
ALTER TABLE `new_account` RENAME TO `account`;
-- Create index "account_email" to table: "account"
CREATE UNIQUE INDEX `account_email` ON `account` (`email`);
-- Create "new_invoice" table
CREATE TABLE `new_invoice` (`id` integer NULL PRIMARY KEY AUTOINCREMENT, `account_id` integer NOT NULL, `total` numeric NULL, `issued` datetime NULL, `paid` boolean NOT NULL DEFAULT false, CONSTRAINT `invoice_account` FOREIGN KEY (`account_id`) REFERENCES `account` (`id`) ON UPDATE NO ACTION ON DELETE CASCADE);
-- Copy rows from old table "invoice" to new temporary table "new_invoice"
INSERT INTO `new_invoice` (`id`, `account_id`, `total`, `issued`) SELECT `id`, `account_id`, `total`, `issued` FROM `invoice`;
-- Drop "invoice" table after copying rows
DROP TABLE `invoice`;
-- Rename temporary table "new_invoice" to "invoice"
ALTER TABLE `new_invoice` RENAME TO `invoice`;
-- Create index "invoice_issued" to table: "invoice"
CREATE INDEX `invoice_issued` ON `invoice` (`issued`);
-- Create index "invoice_account_paid" to table: "invoice"
CREATE INDEX `invoice_account_paid` ON `invoice` (`account_id`, `paid`);
-- Create "payment" table
CREATE TABLE `payment` (`id` integer NULL, `invoice_id` integer NULL, `amount` numeric NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `0` FOREIGN KEY (`invoice_id`) REFERENCES `invoice` (`id`) ON UPDATE NO ACTION ON DELETE NO ACTION, CHECK (amount > 0));
-- Enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;
