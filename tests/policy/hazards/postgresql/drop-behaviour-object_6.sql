-- expect: drop-behaviour-object
DROP VIEW public.open_orders;
