-- expect: pk-on-nullable
ALTER TABLE public."Orders" ADD CONSTRAINT "Orders_pkey" PRIMARY KEY USING INDEX orders_id;
