-- expect: change-default-compat
ALTER TABLE public.orders ALTER "State" DROP DEFAULT;
