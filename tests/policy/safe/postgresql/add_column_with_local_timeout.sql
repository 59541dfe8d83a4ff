SET LOCAL lock_timeout = '2s';
ALTER TABLE public.orders ADD COLUMN gift_note text;
