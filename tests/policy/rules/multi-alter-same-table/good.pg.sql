ALTER TABLE orders
  ADD CONSTRAINT orders_total CHECK (total >= 0) NOT VALID,
  ADD CONSTRAINT orders_discount CHECK (discount >= 0) NOT VALID;
