-- expect: drop-behaviour-object
DROP TRIGGER IF EXISTS touch ON public.orders;
