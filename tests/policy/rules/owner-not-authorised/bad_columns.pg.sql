UPDATE invoices SET cents = 0 WHERE id = 1;
DROP INDEX invoices_cents;
DROP TABLE invoices;
DO $$ BEGIN PERFORM 1; END $$;
