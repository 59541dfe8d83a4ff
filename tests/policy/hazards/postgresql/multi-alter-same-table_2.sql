-- expect: multi-alter-same-table
ALTER TABLE public.orders ALTER COLUMN a SET NOT NULL;
ALTER TABLE public.orders ADD CONSTRAINT c CHECK (b > 0);
