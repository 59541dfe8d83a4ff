-- expect: drop-check
ALTER TABLE public.orders DROP CONSTRAINT IF EXISTS chk_orders_total;
