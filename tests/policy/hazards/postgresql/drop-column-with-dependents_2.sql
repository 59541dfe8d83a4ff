-- expect: drop-column-with-dependents
CREATE MATERIALIZED VIEW noted AS SELECT note FROM public.orders;
ALTER TABLE public.orders DROP COLUMN note;
