-- expect: dml-without-where
UPDATE public.orders SET total = 0;
