CREATE SCHEMA billing;
CREATE VIEW billing.invoices AS SELECT id FROM public.invoices;
