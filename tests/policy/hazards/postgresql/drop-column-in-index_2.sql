-- expect: drop-column-in-index
CREATE INDEX orders_note ON public.orders (customer_id, note);
ALTER TABLE public.orders DROP COLUMN note;
