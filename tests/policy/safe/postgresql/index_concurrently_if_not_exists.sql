-- atlas:txmode none

CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_created_at_idx ON public.orders USING btree (created_at DESC);
