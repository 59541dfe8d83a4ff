-- MariaDB supports IF [NOT] EXISTS nearly everywhere, so this can be run again
ALTER TABLE customers ADD COLUMN IF NOT EXISTS vat_id VARCHAR(20) NULL;
ALTER TABLE customers ADD COLUMN IF NOT EXISTS uuid UUID NOT NULL DEFAULT (UUID());
ALTER TABLE customers DROP COLUMN IF EXISTS fax;
ALTER TABLE customers DROP INDEX IF EXISTS customers_fax;
CREATE INDEX IF NOT EXISTS customers_vat ON customers (vat_id);
DROP TABLE IF EXISTS customer_merge_log;
CREATE OR REPLACE TABLE customer_tags (customer_id INT NOT NULL, tag VARCHAR(40) NOT NULL, PRIMARY KEY (customer_id, tag));
ALTER TABLE invoices CONVERT TO CHARACTER SET utf8mb4;
ALTER TABLE invoices ADD PERIOD FOR SYSTEM_TIME (valid_from, valid_to);
