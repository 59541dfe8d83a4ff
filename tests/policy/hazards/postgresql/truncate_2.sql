-- expect: truncate
TRUNCATE TABLE ONLY public.orders, "Lines" RESTART IDENTITY;
