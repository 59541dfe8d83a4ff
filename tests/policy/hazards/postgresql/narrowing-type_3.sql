-- expect: narrowing-type
ALTER TABLE public.orders ALTER COLUMN "At" SET DATA TYPE date USING "At"::date;
