-- The old billing module is no longer in use, remove it
DROP TABLE IF EXISTS public.billing_events CASCADE;
DROP TABLE IF EXISTS public.invoices CASCADE;
DROP TYPE IF EXISTS public.invoice_status CASCADE;
DROP FUNCTION IF EXISTS public.calculate_invoice_total(uuid) CASCADE;
DROP SCHEMA IF EXISTS billing CASCADE;
DROP VIEW IF EXISTS public.revenue_report CASCADE;
ALTER TABLE public.accounts DROP COLUMN IF EXISTS billing_id CASCADE;
