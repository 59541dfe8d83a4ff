-- Create "account" table
CREATE TABLE `account` (`id` integer NULL PRIMARY KEY AUTOINCREMENT, `email` text NOT NULL, `state` text NOT NULL DEFAULT 'trial', `note` text NULL, `legacy` integer NULL);
-- Create "invoice" table
CREATE TABLE `invoice` (`id` integer NULL PRIMARY KEY AUTOINCREMENT, `account_id` integer NOT NULL, `total` numeric NULL, `issued` datetime NULL, CONSTRAINT `invoice_account` FOREIGN KEY (`account_id`) REFERENCES `account` (`id`) ON UPDATE NO ACTION ON DELETE NO ACTION);
-- Create index "invoice_issued" to table: "invoice"
CREATE INDEX `invoice_issued` ON `invoice` (`issued`);
