-- expect: volatile-check
CREATE FUNCTION has_parent(i bigint) RETURNS boolean LANGUAGE sql AS $$ SELECT EXISTS (SELECT 1 FROM customers WHERE id = i) $$;
ALTER TABLE public.orders ADD CONSTRAINT c CHECK (has_parent(customer_id)) NOT VALID;
