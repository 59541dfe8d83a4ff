-- expect: drop-not-null
ALTER TABLE IF EXISTS public.orders ALTER "Note" DROP NOT NULL;
