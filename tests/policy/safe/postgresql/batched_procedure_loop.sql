-- atlas:txmode none

UPDATE invoices SET state = 'open' WHERE id > 0 AND id <= 5000 AND state IS NULL;
UPDATE invoices SET state = 'open' WHERE id > 5000 AND id <= 10000 AND state IS NULL;
