-- expect: validate-same-transaction
ALTER TABLE public.orders ADD CONSTRAINT f FOREIGN KEY (customer_id) REFERENCES customers (id) NOT VALID, VALIDATE CONSTRAINT f;
