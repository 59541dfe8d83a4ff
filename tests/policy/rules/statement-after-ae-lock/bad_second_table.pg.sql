ALTER TABLE users ADD COLUMN plan text;
ALTER TABLE orders ADD COLUMN plan text;
ALTER TABLE invoices ADD COLUMN plan text;
