-- expect: column-default-rewrite
ALTER TABLE orders ADD COLUMN n bigint DEFAULT nextval('public.orders_n_seq');
