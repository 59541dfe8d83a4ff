-- expect: drop-table
DROP TABLE IF EXISTS public.orders, "audit"."Log";
