DROP VIEW IF EXISTS stock_by_sku;
ALTER TABLE warehouse DROP COLUMN opened_on;
DROP TABLE IF EXISTS old_counts, old_counts_archive;
DELETE FROM supplier WHERE name = 'TEST';
