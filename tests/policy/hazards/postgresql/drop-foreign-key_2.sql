-- expect: drop-foreign-key
ALTER TABLE public.orders DROP CONSTRAINT IF EXISTS fk_orders_customer;
