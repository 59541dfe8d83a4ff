-- expect: rename-schema
ALTER TABLE public.orders SET SCHEMA archive;
