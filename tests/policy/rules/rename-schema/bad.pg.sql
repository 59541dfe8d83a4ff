ALTER SCHEMA billing RENAME TO finance;
ALTER TABLE invoices SET SCHEMA finance;
