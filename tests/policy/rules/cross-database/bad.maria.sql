INSERT INTO archive.orders SELECT * FROM public.orders;
