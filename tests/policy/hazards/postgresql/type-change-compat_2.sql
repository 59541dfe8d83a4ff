-- expect: type-change-compat
ALTER TABLE public.orders ALTER state SET DATA TYPE text USING state::text;
