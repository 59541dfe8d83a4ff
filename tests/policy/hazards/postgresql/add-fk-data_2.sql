-- expect: add-fk-data
ALTER TABLE public.orders ADD FOREIGN KEY ("Customer") REFERENCES sales."Customers";
