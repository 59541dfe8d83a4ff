-- expect: force-create-table
DROP TABLE public.orders;
CREATE TABLE public.orders (id bigint PRIMARY KEY, total integer);
