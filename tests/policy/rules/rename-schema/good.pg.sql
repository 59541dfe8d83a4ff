CREATE SCHEMA billing;
ALTER TABLE invoices SET SCHEMA billing;
CREATE VIEW public.invoices AS SELECT * FROM billing.invoices;
